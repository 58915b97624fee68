// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AttestationRecord} from "../src/NodeRegistry.sol";
import {IOrderEscrow} from "../src/interfaces/IOrderEscrow.sol";
import {PermitData} from "../src/lib/ExactToken.sol";
import {Order} from "../src/lib/OrderTypes.sol";
import {StakeManager} from "../src/StakeManager.sol";
import {Position, StakePositions} from "../src/stake/StakePositions.sol";
import {Market} from "./support/Market.sol";

contract StakePositionsTest is Market {
    function test_stakesForARecordedNodeAndReportsIt() public {
        token.mint(stakeAccount, 5 ether);
        vm.startPrank(stakeAccount);
        token.approve(address(stakes), 5 ether);
        vm.expectEmit(address(stakes));
        emit StakePositions.StakeChanged(4, nodeId, stakeAccount, STAKE + 5 ether, 0, 0);
        stakes.stake(nodeId, 5 ether);
        vm.stopPrank();
        same(stakes.positionOf(nodeId).total, STAKE + 5 ether, "total");
        same(stakes.totalStaked(), STAKE + 5 ether, "all stake");
        same(stakes.freeStake(nodeId), STAKE + 5 ether, "free");
    }

    function test_refusesToStakeForOthersForUnknownNodesOrNothing() public {
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NotStakeAccount.selector, address(this), stakeAccount));
        stakes.stake(nodeId, 1);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.UnknownNode.selector, keccak256("none")));
        stakes.stake(keccak256("none"), 1);
        vm.startPrank(stakeAccount);
        vm.expectRevert(StakePositions.ZeroAmount.selector);
        stakes.stake(nodeId, 0);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.StakeTooLarge.selector, type(uint128).max));
        stakes.stake(nodeId, type(uint128).max);
    }

    function test_stakesWithAPermitEvenIfItWasUsedBefore() public {
        uint256 key = 0x57A4E;
        address account = vm.addr(key);
        AttestationRecord memory record = recordOf(0xD0D0, 1);
        record.stakeAccount = account;
        registry.recordAttestation(record, quorum(registry.recordDigest(record)));
        token.mint(account, 10 ether);
        uint256 deadline = block.timestamp + 60;
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 hash = keccak256(abi.encode(typeHash, account, address(stakes), 10 ether, 0, deadline));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(key, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), hash)));
        token.permit(account, address(stakes), 10 ether, deadline, v, r, s);
        vm.prank(account);
        stakes.stakeWithPermit(record.nodeId, 10 ether, PermitData(10 ether, deadline, v, r, s));
        same(stakes.positionOf(record.nodeId).total, 10 ether, "total");
    }

    function test_locksThirtyPercentAndReleasesTwoDaysAfterClosing() public {
        bytes32 orderId = openOrder();
        same(stakes.freeStake(nodeId), STAKE - 300 ether, "free");
        vm.expectRevert(abi.encodeWithSelector(StakePositions.LockHeld.selector, type(uint256).max));
        stakes.releaseLock(orderId);
        settle(orderId, 1000 ether, 0, true);
        vm.warp(START + 48 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.LockHeld.selector, START + 48 hours));
        stakes.releaseLock(orderId);
        vm.warp(START + 48 hours);
        stakes.releaseLock(orderId);
        same(stakes.positionOf(nodeId).locked, 0, "locked");
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NoLock.selector, orderId));
        stakes.releaseLock(orderId);
    }

    function test_anOrderThatReleasedNothingLocksForSixHoursOnly() public {
        bytes32 orderId = openOrder();
        settle(orderId, 0, 1000 ether, true);
        vm.warp(START + 6 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.LockHeld.selector, START + 6 hours));
        stakes.releaseLock(orderId);
        vm.warp(START + 6 hours);
        stakes.releaseLock(orderId);
        same(stakes.freeStake(nodeId), STAKE, "free");
    }

    function test_onlyTheEscrowLocksAndOnlyFreeStake() public {
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NotOrderEscrow.selector, address(this)));
        stakes.lock(keccak256("order"), nodeId, stakeAccount, 1);
        vm.startPrank(address(escrow));
        vm.expectRevert(abi.encodeWithSelector(StakePositions.InsufficientFreeStake.selector, STAKE, STAKE + 1));
        stakes.lock(keccak256("order"), nodeId, stakeAccount, STAKE + 1);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NotStakeAccount.selector, stranger, stakeAccount));
        stakes.lock(keccak256("order"), nodeId, stranger, 1);
        stakes.lock(keccak256("order"), nodeId, stakeAccount, 1);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.AlreadyLocked.selector, keccak256("order")));
        stakes.lock(keccak256("order"), nodeId, stakeAccount, 1);
    }

    function test_unbondsAfterFourteenDaysAndThenOthersMayStake() public {
        vm.startPrank(stakeAccount);
        stakes.requestUnbond(nodeId, STAKE);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.IsUnbonding.selector, nodeId));
        stakes.requestUnbond(nodeId, 1);
        same(stakes.freeStake(nodeId), 0, "nothing free while unbonding");
        vm.warp(START + 14 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(StakePositions.StillUnbonding.selector, START + 14 days - 1, START + 14 days)
        );
        stakes.withdraw(nodeId, stakeAccount);
        vm.warp(START + 14 days);
        vm.expectRevert(StakePositions.ZeroAddress.selector);
        stakes.withdraw(nodeId, address(0));
        same(stakes.withdraw(nodeId, stranger), STAKE, "amount");
        vm.stopPrank();
        same(token.balanceOf(stranger), STAKE, "paid");
        same(stakes.positionOf(nodeId).account, address(0), "position is free");
        same(stakes.totalStaked(), 0, "all stake");
    }

    function test_pausedTimeDoesNotUnbond() public {
        vm.prank(stakeAccount);
        stakes.requestUnbond(nodeId, STAKE);
        vm.prank(admin);
        stakes.pause();
        vm.warp(START + 14 days); // 7 of them paused
        vm.startPrank(stakeAccount);
        vm.expectPartialRevert(StakePositions.StillUnbonding.selector);
        stakes.withdraw(nodeId, stakeAccount);
        vm.warp(START + 21 days);
        stakes.withdraw(nodeId, stakeAccount);
        same(token.balanceOf(stakeAccount), STAKE, "paid");
    }

    function test_withdrawsWhilePaused() public {
        vm.prank(stakeAccount);
        stakes.requestUnbond(nodeId, STAKE);
        vm.warp(START + 14 days);
        vm.prank(admin);
        stakes.pause();
        vm.prank(stakeAccount);
        same(stakes.withdraw(nodeId, stakeAccount), STAKE, "amount");
    }

    function test_aStakeWithLocksLeavesOnlyAfterNoticeAndOnlyWhenCovered() public {
        bytes32 orderId = openOrder();
        vm.startPrank(stakeAccount);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.HasLocks.selector, 300 ether, 0));
        stakes.requestUnbond(nodeId, STAKE);
        stakes.giveNotice(nodeId);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NoticeUnchanged.selector, nodeId));
        stakes.giveNotice(nodeId);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.HasLocks.selector, 300 ether, START));
        stakes.requestUnbond(nodeId, STAKE);
        vm.warp(START + 24 hours);
        stakes.requestUnbond(nodeId, STAKE);
        vm.warp(START + 15 days);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.LocksNotCovered.selector, 0, 300 ether));
        stakes.withdraw(nodeId, stakeAccount);
        vm.stopPrank();
        settle(orderId, 10 ether, 990 ether, true);
        vm.warp(START + 17 days);
        stakes.releaseLock(orderId);
        vm.prank(stakeAccount);
        stakes.withdraw(nodeId, stakeAccount);
        same(stakes.positionOf(nodeId).noticeAt, 0, "a new start");
    }

    function test_noOrderOpensUnderNoticeOrWhileUnbonding() public {
        vm.prank(stakeAccount);
        stakes.giveNotice(nodeId);
        same(stakes.freeStake(nodeId), 0, "free under notice");
        Order memory order = newOrder();
        bytes memory signature = signAs(USER_KEY, escrow.orderDigest(order));
        vm.expectRevert(abi.encodeWithSelector(StakePositions.UnderNotice.selector, nodeId));
        escrow.open(order, signature, noPermit());
        vm.startPrank(stakeAccount);
        stakes.cancelNotice(nodeId);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NoticeUnchanged.selector, nodeId));
        stakes.cancelNotice(nodeId);
        stakes.requestUnbond(nodeId, 1);
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(StakePositions.IsUnbonding.selector, nodeId));
        escrow.open(order, signature, noPermit());
        vm.prank(stakeAccount);
        stakes.cancelUnbond(nodeId);
        escrow.open(order, signature, noPermit());
    }

    function test_refusesForeignEmptyAndTooLargeRequests() public {
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NotStakeAccount.selector, address(this), stakeAccount));
        stakes.requestUnbond(nodeId, 1);
        vm.startPrank(stakeAccount);
        vm.expectRevert(StakePositions.ZeroAmount.selector);
        stakes.requestUnbond(nodeId, 0);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.ExceedsStake.selector, STAKE + 1, STAKE));
        stakes.requestUnbond(nodeId, STAKE + 1);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NotUnbonding.selector, nodeId));
        stakes.cancelUnbond(nodeId);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NotUnbonding.selector, nodeId));
        stakes.withdraw(nodeId, stakeAccount);
    }

    function test_aNewStakeAccountWaitsForTheOldOne() public {
        AttestationRecord memory record = recordOf(NODE_KEY, 2);
        record.stakeAccount = stranger;
        registry.recordAttestation(record, quorum(registry.recordDigest(record)));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NotStakeAccount.selector, stranger, stakeAccount));
        stakes.stake(nodeId, 1);
    }

    function test_aValidatorKeepsItsBondWhileItIsInTheSet() public {
        address member = vm.addr(validatorKeys[0]);
        token.mint(member, 10 ether);
        token.mint(stranger, 10 ether);
        vm.startPrank(member);
        token.approve(address(stakes), 10 ether);
        vm.expectEmit(address(stakes));
        emit StakePositions.BondChanged(4, member, 10 ether, 0);
        stakes.bond(10 ether);
        bytes32 id = stakes.bondId(member);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.IsValidator.selector, member));
        stakes.requestUnbond(id, 10 ether);
        vm.stopPrank();
        vm.startPrank(stranger);
        token.approve(address(stakes), 10 ether);
        stakes.bond(10 ether);
        stakes.requestUnbond(stakes.bondId(stranger), 10 ether);
        same(stakes.positionOf(stakes.bondId(stranger)).unbonding, 10 ether, "a former member leaves");
    }

    function test_theEscrowIsNamedOnceByTheDeployer() public {
        StakeManager fresh = new StakeManager(token, validators, registry, treasury, admin);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NotDeployer.selector, stranger));
        fresh.setOrderEscrow(escrow);
        vm.expectRevert(StakePositions.ZeroAddress.selector);
        fresh.setOrderEscrow(IOrderEscrow(address(0)));
        fresh.setOrderEscrow(escrow);
        vm.expectRevert(StakePositions.OrderEscrowAlreadySet.selector);
        fresh.setOrderEscrow(escrow);
    }

    function test_refusesClaimsWithoutCredit() public {
        vm.expectRevert(abi.encodeWithSelector(StakePositions.NoCredit.selector, address(this)));
        stakes.claim(address(this));
        vm.expectRevert(StakePositions.ZeroAddress.selector);
        stakes.claim(address(0));
    }
}
