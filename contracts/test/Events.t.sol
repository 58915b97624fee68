// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NodeRegistry} from "../src/NodeRegistry.sol";
import {OrderEscrow, WithdrawalKind} from "../src/OrderEscrow.sol";
import {StakeManager} from "../src/StakeManager.sol";
import {Member, SetChange, ValidatorSet} from "../src/ValidatorSet.sol";
import {BoundedPause} from "../src/lib/BoundedPause.sol";
import {Order} from "../src/lib/OrderTypes.sol";
import {Slash, SlashDecision} from "../src/lib/StakeTypes.sol";
import {SlashProcedure, SlashState} from "../src/stake/SlashProcedure.sol";
import {StakePositions} from "../src/stake/StakePositions.sol";
import {Market} from "./support/Market.sol";

/// @notice A follower keeps its books from events alone, so every change tells all its numbers, densely numbered.
contract EventsTest is Market {
    uint256 private constant LOCK = PRICE * 30 / 100;
    uint64 private constant NOW = uint64(START);

    function nextOfStakes() private returns (uint64 eventSeq) {
        eventSeq = stakes.lastEventSeq() + 1;
        vm.expectEmit(address(stakes));
    }

    function nextOfEscrow() private returns (uint64 eventSeq) {
        eventSeq = escrow.lastEventSeq() + 1;
        vm.expectEmit(address(escrow));
    }

    function test_tellsTheAccountsThatADeploymentBeginsWith() public {
        vm.expectEmit();
        emit OrderEscrow.FeeAccountsSet(1, treasury, rewards);
        new OrderEscrow(token, registry, stakes, validators, treasury, rewards, admin);
        vm.expectEmit();
        emit SlashProcedure.TreasurySet(1, treasury);
        StakeManager other = new StakeManager(token, validators, registry, treasury, admin);
        vm.expectEmit(address(other));
        emit StakePositions.OrderEscrowSet(2, address(escrow));
        other.setOrderEscrow(escrow);
        NodeRegistry fresh = new NodeRegistry(validators, ROOT);
        vm.expectEmit(address(fresh));
        emit NodeRegistry.MarketFileHashSet(1, keccak256("file"));
        fresh.setMarketFileHash(keccak256("file"));
        Member[] memory members = membersOf(validatorKeys);
        vm.expectEmit();
        emit ValidatorSet.SetActivated(1, 1, 3, members);
        new ValidatorSet(members, 3);
    }

    function test_tellsEveryPayment() public {
        bytes32 orderId = openOrder();
        settle(orderId, 600 ether, 400 ether, true);
        uint64 eventSeq = nextOfEscrow();
        emit OrderEscrow.Withdrawn(eventSeq, payee, orderId, 570 ether, WithdrawalKind.PROVIDER);
        escrow.withdrawFor(payee, one(orderId));
        eventSeq = nextOfEscrow();
        emit OrderEscrow.Withdrawn(eventSeq, user, orderId, 400 ether, WithdrawalKind.USER_REFUND);
        escrow.withdrawFor(user, one(orderId));
        eventSeq = nextOfEscrow();
        emit OrderEscrow.Withdrawn(eventSeq, treasury, orderId, 24 ether, WithdrawalKind.PLATFORM_FEE);
        vm.expectEmit(address(escrow));
        emit OrderEscrow.Withdrawn(eventSeq + 1, rewards, orderId, 6 ether, WithdrawalKind.VALIDATOR_REWARD);
        escrow.withdrawFees(one(orderId));
        same(escrow.lastEventSeq(), eventSeq + 1, "nothing else");
    }

    function test_tellsPausesAndNewAccounts() public {
        vm.startPrank(admin);
        uint64 eventSeq = nextOfEscrow();
        emit BoundedPause.Paused(eventSeq, admin, NOW + 7 days);
        escrow.pause();
        eventSeq = nextOfEscrow();
        emit BoundedPause.Unpaused(eventSeq, admin);
        escrow.unpause();
        eventSeq = nextOfEscrow();
        emit OrderEscrow.FeeAccountsSet(eventSeq, stranger, user);
        escrow.setFeeAccounts(stranger, user);
        eventSeq = nextOfStakes();
        emit SlashProcedure.TreasurySet(eventSeq, stranger);
        stakes.setTreasury(stranger);
    }

    function test_tellsEveryMoveOfAStake() public {
        Order memory order = newOrder();
        bytes32 orderId = escrow.orderIdOf(order);
        bytes memory signature = signAs(USER_KEY, escrow.orderDigest(order));
        uint64 eventSeq = nextOfStakes();
        emit StakePositions.StakeLocked(eventSeq, orderId, nodeId, LOCK);
        vm.expectEmit(address(stakes));
        emit StakePositions.StakeChanged(eventSeq + 1, nodeId, stakeAccount, STAKE, LOCK, 0);
        escrow.open(order, signature, noPermit());
        settle(orderId, 1_000 ether, 0, true);
        vm.startPrank(stakeAccount);
        eventSeq = nextOfStakes();
        emit StakePositions.NoticeChanged(eventSeq, nodeId, NOW);
        stakes.giveNotice(nodeId);
        eventSeq = nextOfStakes();
        emit StakePositions.NoticeChanged(eventSeq, nodeId, 0);
        stakes.cancelNotice(nodeId);
        vm.warp(START + 48 hours);
        eventSeq = nextOfStakes();
        emit StakePositions.LockReleased(eventSeq, orderId, nodeId, LOCK);
        vm.expectEmit(address(stakes));
        emit StakePositions.StakeChanged(eventSeq + 1, nodeId, stakeAccount, STAKE, 0, 0);
        stakes.releaseLock(orderId);
        eventSeq = nextOfStakes();
        emit StakePositions.StakeChanged(eventSeq, nodeId, stakeAccount, STAKE, 0, 10 ether);
        stakes.requestUnbond(nodeId, 10 ether);
        eventSeq = nextOfStakes();
        emit StakePositions.StakeChanged(eventSeq, nodeId, stakeAccount, STAKE, 0, 0);
        stakes.cancelUnbond(nodeId);
        stakes.requestUnbond(nodeId, 10 ether);
        vm.warp(START + 16 days);
        eventSeq = nextOfStakes();
        emit StakePositions.StakeChanged(eventSeq, nodeId, stakeAccount, STAKE - 10 ether, 0, 0);
        stakes.withdraw(nodeId, stakeAccount);
        same(stakes.totalStaked(), STAKE - 10 ether, "all stake");
    }

    function propose(Slash memory s) private {
        stakes.proposeSlash(s, quorum(stakes.slashDigest(s)));
    }

    function test_tellsEveryStepOfASlash() public {
        bytes32 orderId = openOrder();
        Slash memory s = Slash(1, nodeId, orderId, 5, 100 ether, keccak256("evidence"), 7);
        propose(s);
        vm.warp(START + 48 hours);
        uint64 eventSeq = nextOfStakes();
        emit SlashProcedure.UserCompensated(eventSeq, 7, user, 50 ether);
        vm.expectEmit(address(stakes));
        emit SlashProcedure.SlashChanged(eventSeq + 1, 7, nodeId, orderId, 5, SlashState.EXECUTED, 0, 100 ether, 0);
        vm.expectEmit(address(stakes));
        emit StakePositions.StakeChanged(eventSeq + 2, nodeId, stakeAccount, STAKE - 100 ether, LOCK, 0);
        stakes.executeSlash(7);
        eventSeq = nextOfStakes();
        emit StakePositions.CreditClaimed(eventSeq, user, 50 ether);
        vm.prank(user);
        stakes.claim(user);
    }

    function test_tellsEveryStepOfAnAppeal() public {
        bytes32 orderId = openOrder();
        for (uint64 slashNo = 1; slashNo <= 3; ++slashNo) {
            propose(Slash(1, nodeId, orderId, 2, 10 ether, keccak256(abi.encode(slashNo)), slashNo));
            appealed(slashNo, orderId);
        }
        decides(1, 4 ether, SlashState.UPHELD, orderId);
        decides(2, 0, SlashState.CANCELLED, orderId);
        vm.warp(START + 7 days);
        uint64 eventSeq = nextOfStakes();
        emit SlashProcedure.SlashChanged(eventSeq, 3, nodeId, orderId, 2, SlashState.CANCELLED, 0, 0, 0);
        stakes.cancelUndecided(3);
        same(stakes.slashOf(1).amount, 4 ether, "reduced");
        same(stakes.slashOf(1).since, START, "decided at");
        same(stakes.slashOf(3).since, START + 7 days, "cancelled at");
        same(stakes.positionOf(nodeId).pendingSlash, 4 ether, "pending");
        same(stakes.lockOf(orderId).charged, 4 ether, "charged");
    }

    function appealed(uint64 slashNo, bytes32 orderId) private {
        token.mint(stakeAccount, 1 ether + 1);
        vm.startPrank(stakeAccount);
        token.approve(address(stakes), 1 ether + 1);
        uint64 eventSeq = nextOfStakes();
        emit SlashProcedure.SlashChanged(eventSeq, slashNo, nodeId, orderId, 2, SlashState.APPEALED, 10 ether, 0, 0);
        stakes.appeal(slashNo);
        vm.stopPrank();
    }

    function decides(uint64 slashNo, uint256 amount, SlashState state, bytes32 orderId) private {
        SlashDecision memory decision = SlashDecision(1, slashNo, amount);
        bytes[] memory signatures = new bytes[](1);
        signatures[0] = signAs(validatorKeys[3], stakes.decisionDigest(decision));
        uint64 eventSeq = nextOfStakes();
        emit SlashProcedure.SlashChanged(eventSeq, slashNo, nodeId, orderId, 2, state, amount, 0, 0);
        stakes.decideAppeal(decision, signatures);
    }

    function test_tellsAChangeOfTheValidators() public {
        Member[] memory members = membersOf(validatorKeys);
        bytes32 hash = keccak256(abi.encode(members));
        SetChange memory change = SetChange(2, hash, 4, NOW + 3 days);
        bytes[] memory signatures = quorum(validators.changeDigest(change));
        vm.expectRevert();
        validators.proposeChange(change, members, signatures); // a threshold of all lets one operator veto
        change.threshold = 3;
        signatures = quorum(validators.changeDigest(change));
        vm.expectEmit(address(validators));
        emit ValidatorSet.SetChangeProposed(2, 2, hash, 3, NOW + 3 days);
        validators.proposeChange(change, members, signatures);
        vm.warp(START + 3 days);
        vm.expectEmit(address(validators));
        emit ValidatorSet.SetActivated(3, 2, 3, members);
        validators.activateChange(members);
        same(validators.pendingChange().effectiveAt, 0, "nothing pending");
    }
}
