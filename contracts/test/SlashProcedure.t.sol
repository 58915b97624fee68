// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {ValidatorSet} from "../src/ValidatorSet.sol";
import {BoundedPause} from "../src/lib/BoundedPause.sol";
import {Slash, SlashDecision} from "../src/lib/StakeTypes.sol";
import {SlashCase, SlashProcedure, SlashState} from "../src/stake/SlashProcedure.sol";
import {StakePositions} from "../src/stake/StakePositions.sol";
import {Market} from "./support/Market.sol";

contract SlashProcedureTest is Market {
    uint256 private constant LOCK = PRICE * 30 / 100;

    bytes32 private orderId;

    function setUp() public override {
        super.setUp();
        orderId = openOrder();
    }

    function slash(uint64 slashNo, uint8 rule, uint256 amount) private view returns (Slash memory) {
        bytes32 order = rule <= 3 ? orderId : bytes32(0);
        return Slash(1, nodeId, order, rule, amount, keccak256(abi.encode("evidence", slashNo)), slashNo);
    }

    function propose(Slash memory s) private {
        stakes.proposeSlash(s, quorum(stakes.slashDigest(s)));
    }

    function refuses(Slash memory s, bytes memory revertData) private {
        bytes[] memory signatures = quorum(stakes.slashDigest(s));
        vm.expectRevert(revertData);
        stakes.proposeSlash(s, signatures);
    }

    function appeal(uint64 slashNo) private returns (uint256 appealBond) {
        appealBond = stakes.slashOf(slashNo).amount / 10 + 1;
        token.mint(stakeAccount, appealBond);
        vm.startPrank(stakeAccount);
        token.approve(address(stakes), appealBond);
        stakes.appeal(slashNo);
        vm.stopPrank();
    }

    function decisionBy(uint256 key, SlashDecision memory decision) private view returns (bytes[] memory list) {
        list = new bytes[](1);
        list[0] = signAs(key, stakes.decisionDigest(decision));
    }

    function isIn(uint64 slashNo, SlashState state) private view {
        same(uint256(stakes.slashOf(slashNo).state), uint256(state), "state");
    }

    function test_executesAnUnappealedSlashAfterTwoDays() public {
        Slash memory s = slash(7, 2, LOCK / 2);
        vm.expectEmit(address(stakes));
        emit SlashProcedure.SlashChanged(6, 7, nodeId, orderId, 2, SlashState.PENDING, LOCK / 2, 0, s.evidenceHash);
        propose(s);
        same(stakes.positionOf(nodeId).pendingSlash, LOCK / 2, "pending");
        vm.warp(START + 48 hours - 1);
        vm.expectRevert(
            abi.encodeWithSelector(SlashProcedure.OutOfTime.selector, START + 48 hours - 1, START + 48 hours)
        );
        stakes.executeSlash(7);
        vm.warp(START + 48 hours);
        same(stakes.executeSlash(7), LOCK / 2, "taken");
        isIn(7, SlashState.EXECUTED);
        same(stakes.positionOf(nodeId).total, STAKE - LOCK / 2, "total");
        same(stakes.positionOf(nodeId).locked, LOCK / 2, "locked");
        same(stakes.positionOf(nodeId).pendingSlash, 0, "pending");
        same(stakes.credit(treasury), LOCK / 2, "treasury");
        same(stakes.credit(user), 0, "users get no share of S2");
        vm.prank(treasury);
        stakes.claim(treasury);
        same(token.balanceOf(treasury), LOCK / 2, "claimed");
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.WrongState.selector, 7, SlashState.EXECUTED));
        stakes.executeSlash(7);
    }

    function test_refusesWithoutQuorumReplayedOrReservedNumbersAndUsedEvidence() public {
        Slash memory s = slash(7, 2, 1 ether);
        bytes[] memory signatures = quorum(stakes.slashDigest(s), 2);
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.NotEnoughSignatures.selector, 2, 3));
        stakes.proposeSlash(s, signatures);
        propose(s);
        refuses(s, abi.encodeWithSelector(SlashProcedure.SlashNoUsed.selector, 7));
        s.slashNo = 8;
        refuses(s, abi.encodeWithSelector(SlashProcedure.EvidenceUsed.selector, s.evidenceHash));
        s.slashNo = 1 << 63;
        refuses(s, abi.encodeWithSelector(SlashProcedure.SlashNoUsed.selector, 1 << 63));
    }

    function test_holdsEveryCapWhateverIsSigned() public {
        refuses(slash(1, 0, 1), abi.encodeWithSelector(SlashProcedure.InvalidRule.selector, 0));
        Slash memory unknown = slash(1, 6, 1);
        refuses(unknown, abi.encodeWithSelector(SlashProcedure.InvalidRule.selector, 6));
        uint256[6] memory caps = [uint256(0), LOCK * 25 / 10_000, LOCK / 2, LOCK * 500 / 10_000, STAKE / 4, STAKE];
        for (uint8 rule = 1; rule <= 5; ++rule) {
            refuses(
                slash(1, rule, caps[rule] + 1),
                abi.encodeWithSelector(SlashProcedure.CapExceeded.selector, caps[rule] + 1, caps[rule])
            );
        }
        refuses(
            slash(1, 5, uint256(type(uint128).max) + 1),
            abi.encodeWithSelector(
                SlashProcedure.CapExceeded.selector, uint256(type(uint128).max) + 1, type(uint128).max
            )
        );
        propose(slash(2, 2, LOCK / 2));
        propose(slash(3, 3, LOCK * 500 / 10_000));
        propose(slash(4, 3, LOCK * 500 / 10_000));
        refuses(
            slash(5, 1, 1),
            abi.encodeWithSelector(SlashProcedure.CapExceeded.selector, LOCK * 6 / 10 + 1, LOCK * 6 / 10)
        );
    }

    function test_strikesOfADayTakeAtMostFivePercentOfTheStake() public {
        // Leave a stake so small that 5 % of it is less than two strikes.
        vm.startPrank(stakeAccount);
        stakes.giveNotice(nodeId);
        vm.warp(START + 1 days);
        stakes.requestUnbond(nodeId, STAKE - LOCK);
        vm.warp(START + 15 days);
        stakes.withdraw(nodeId, stakeAccount);
        vm.stopPrank();
        uint256 strike = LOCK * 25 / 10_000;
        uint64 slashNo = 1;
        for (uint256 used = strike; used <= LOCK * 5 / 100; used += strike) {
            propose(slash(slashNo++, 1, strike));
        }
        refuses(
            slash(slashNo, 1, strike),
            abi.encodeWithSelector(SlashProcedure.CapExceeded.selector, LOCK * 5 / 100 + strike, LOCK * 5 / 100)
        );
        vm.warp(START + 15 days + 16 hours - 1); // START is at 08:00: still the same day
        refuses(
            slash(slashNo, 1, strike),
            abi.encodeWithSelector(SlashProcedure.CapExceeded.selector, LOCK * 5 / 100 + strike, LOCK * 5 / 100)
        );
        vm.warp(START + 15 days + 16 hours);
        propose(slash(slashNo, 1, strike));
    }

    function test_onlyALockedOrderOfThisNodeIsCharged() public {
        Slash memory s = slash(1, 2, 1 ether);
        s.orderId = keccak256("foreign");
        refuses(s, abi.encodeWithSelector(SlashProcedure.OrderNotLocked.selector, s.orderId, nodeId));
        s = slash(1, 4, 1 ether);
        s.orderId = keccak256("foreign");
        refuses(s, abi.encodeWithSelector(SlashProcedure.OrderNotLocked.selector, s.orderId, nodeId));
        settle(orderId, 0, PRICE, true);
        vm.warp(START + 2 days);
        stakes.releaseLock(orderId);
        s = slash(1, 2, 1 ether);
        refuses(s, abi.encodeWithSelector(SlashProcedure.OrderNotLocked.selector, orderId, nodeId));
    }

    function test_allSlashesOfADayTakeAtMostFivePercentOfAllStake() public {
        Slash memory s = slash(1, 4, STAKE / 4);
        s.orderId = orderId;
        propose(s);
        vm.warp(START + 2 days);
        same(stakes.executeSlash(1), STAKE * 5 / 100, "first day");
        isIn(1, SlashState.PENDING);
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.DailyCapReached.selector, STAKE * 5 / 100));
        stakes.executeSlash(1);
        vm.warp(START + 2 days + 16 hours - 1); // START is at 08:00: still the same day
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.DailyCapReached.selector, STAKE * 5 / 100));
        stakes.executeSlash(1);
        uint256 total = STAKE * 95 / 100;
        uint256 left = STAKE / 4 - STAKE * 5 / 100;
        for (uint256 day = 3; left != 0; ++day) {
            vm.warp(START + day * 1 days);
            uint256 cap = total * 5 / 100;
            uint256 taken = stakes.executeSlash(1);
            same(taken, cap < left ? cap : left, "next day");
            left -= taken;
            total -= taken;
        }
        isIn(1, SlashState.EXECUTED);
        same(stakes.positionOf(nodeId).total, STAKE * 3 / 4, "a quarter gone");
        same(stakes.credit(user), PRICE, "the user gets what was not delivered, at most half");
        same(stakes.credit(treasury), STAKE / 4 - PRICE, "treasury");
    }

    function test_aPendingSlashHoldsTheStake() public {
        settle(orderId, 0, PRICE, true);
        vm.warp(START + 6 hours);
        stakes.releaseLock(orderId);
        vm.prank(stakeAccount);
        stakes.requestUnbond(nodeId, STAKE);
        vm.warp(START + 15 days);
        propose(slash(1, 5, STAKE));
        vm.prank(stakeAccount);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.SlashIsPending.selector, STAKE));
        stakes.withdraw(nodeId, stakeAccount);
        vm.warp(START + 17 days);
        stakes.executeSlash(1);
        same(stakes.positionOf(nodeId).unbonding, STAKE * 95 / 100, "unbonding is slashed too");
        refuses(slash(2, 5, 1 ether), abi.encodeWithSelector(SlashProcedure.NothingToSlash.selector, nodeId));
    }

    function test_aMemberWhoDidNotSignCancelsOrReduces() public {
        propose(slash(1, 2, 100 ether));
        propose(slash(2, 2, 50 ether));
        uint256 appealBond = appeal(1) + appeal(2);
        SlashDecision memory decision = SlashDecision(1, 1, 0);
        bytes[] memory signer = decisionBy(validatorKeys[0], decision);
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.SignedTheSlash.selector, vm.addr(validatorKeys[0])));
        stakes.decideAppeal(decision, signer);
        stakes.decideAppeal(decision, decisionBy(validatorKeys[3], decision));
        isIn(1, SlashState.CANCELLED);
        decision = SlashDecision(1, 2, 20 ether);
        stakes.decideAppeal(decision, decisionBy(validatorKeys[3], decision));
        isIn(2, SlashState.UPHELD);
        same(stakes.credit(stakeAccount), appealBond, "bonds come back");
        same(stakes.positionOf(nodeId).pendingSlash, 20 ether, "pending");
        same(stakes.lockOf(orderId).charged, 20 ether, "charged");
        same(stakes.executeSlash(2), 20 ether, "executed at once");
    }

    function test_anUpheldSlashKeepsTheBond() public {
        propose(slash(1, 2, 100 ether));
        uint256 appealBond = appeal(1);
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.WrongState.selector, 1, SlashState.APPEALED));
        stakes.executeSlash(1);
        SlashDecision memory decision = SlashDecision(1, 1, 100 ether + 1);
        bytes[] memory signatures = decisionBy(validatorKeys[3], decision);
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.CapExceeded.selector, 100 ether + 1, 100 ether));
        stakes.decideAppeal(decision, signatures);
        decision.amount = 100 ether;
        stakes.decideAppeal(decision, decisionBy(validatorKeys[3], decision));
        same(stakes.credit(treasury), appealBond, "bond");
    }

    function test_severeSlashesNeedTwoDeciders() public {
        propose(slash(1, 4, 100 ether));
        appeal(1);
        SlashDecision memory decision = SlashDecision(1, 1, 0);
        bytes[] memory signatures = decisionBy(validatorKeys[3], decision);
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.NotEnoughDeciders.selector, 1, 2));
        stakes.decideAppeal(decision, signatures);
    }

    function test_theGuardianDecidesFromTheThirdDayAndNobodyAfterTheSeventh() public {
        propose(slash(1, 2, 100 ether));
        propose(slash(2, 2, 50 ether));
        appeal(1);
        appeal(2);
        vm.startPrank(admin);
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.OutOfTime.selector, START, START + 3 days));
        stakes.guardianDecide(1, 0);
        vm.warp(START + 3 days);
        stakes.guardianDecide(1, 40 ether);
        vm.stopPrank();
        same(stakes.slashOf(1).amount, 40 ether, "reduced");
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.OutOfTime.selector, START + 3 days, START + 7 days));
        stakes.cancelUndecided(2);
        vm.warp(START + 7 days);
        vm.prank(admin);
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.OutOfTime.selector, START + 7 days, START + 7 days));
        stakes.guardianDecide(2, 1);
        stakes.cancelUndecided(2);
        isIn(2, SlashState.CANCELLED);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector, address(this), stakes.GUARDIAN_ROLE()
            )
        );
        stakes.guardianDecide(1, 0);
    }

    function test_appealsOnlyByTheOwnerAndInTime() public {
        propose(slash(1, 2, 100 ether));
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NotStakeAccount.selector, address(this), stakeAccount));
        stakes.appeal(1);
        vm.warp(START + 48 hours);
        vm.startPrank(stakeAccount);
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.OutOfTime.selector, START + 48 hours, START + 48 hours));
        stakes.appeal(1);
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.WrongState.selector, 2, SlashState.NONE));
        stakes.appeal(2);
    }

    function test_aPauseStopsSlashesAndTheirClock() public {
        propose(slash(1, 2, 100 ether));
        vm.prank(admin);
        stakes.pause();
        Slash memory s = slash(2, 2, 1 ether);
        refuses(s, abi.encodeWithSelector(BoundedPause.IsPaused.selector));
        vm.warp(START + 3 days);
        vm.expectRevert(BoundedPause.IsPaused.selector);
        stakes.executeSlash(1);
        vm.prank(admin);
        stakes.unpause();
        vm.expectRevert(abi.encodeWithSelector(SlashProcedure.OutOfTime.selector, START, START + 48 hours));
        stakes.executeSlash(1);
        appeal(1); // there is still time
    }

    function test_onlyTheAdminSetsTheTreasury() public {
        vm.prank(admin);
        stakes.setTreasury(stranger);
        same(stakes.treasury(), stranger, "treasury");
        vm.prank(admin);
        vm.expectRevert(StakePositions.ZeroAddress.selector);
        stakes.setTreasury(address(0));
        vm.expectPartialRevert(IAccessControl.AccessControlUnauthorizedAccount.selector);
        stakes.setTreasury(stranger);
    }
}
