// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderState} from "../../src/OrderEscrow.sol";
import {SettlementBatch, SettlementItem} from "../../src/lib/OrderTypes.sol";
import {Slash} from "../../src/lib/StakeTypes.sol";
import {OrderLock, Position} from "../../src/stake/StakePositions.sol";
import {SlashCase, SlashState} from "../../src/stake/SlashProcedure.sol";
import {Market} from "../support/Market.sol";

/// @notice Everybody in the market acting in any order: opening, settling with new, old, repeated and impossible
/// amounts, reclaiming, withdrawing, pausing, slashing, leaving. Remembers what the contracts must never break.
contract Actors is Market {
    bytes32[] internal orderIds;
    SettlementBatch[] private _posted;
    uint64[] internal slashNos;
    uint64 private _batchNo;

    mapping(bytes32 orderId => uint256) internal highestReleased;
    mapping(bytes32 orderId => uint256) internal highestRefunded;
    mapping(bytes32 orderId => bool) internal wasClosed;
    bool public hasBrokenMonotony;

    function orderCount() external view returns (uint256) {
        return orderIds.length;
    }

    function orderAt(uint256 i) external view returns (OrderState memory) {
        return escrow.order(orderIds[i]);
    }

    function opens(uint96 price) external {
        if (escrow.paused() || orderIds.length >= 20) return;
        uint256 amount = within(price, 1, 2_000 ether);
        uint256 free = stakes.freeStake(nodeId); // 0 under notice and while unbonding
        if (free == 0 || free < amount * 3 / 10) return;
        (,,, uint64 validUntil) = registry.partiesOf(nodeId);
        if (validUntil < block.timestamp) {
            registryRenews();
        }
        token.mint(user, amount);
        vm.prank(user);
        token.approve(address(escrow), amount);
        (bytes32 orderId) = openPriced(amount);
        orderIds.push(orderId);
    }

    function settles(uint256 seed) external {
        if (orderIds.length == 0) return;
        uint256 count = within(seed, 1, orderIds.length);
        _posted.push();
        SettlementBatch storage batch = _posted[_posted.length - 1];
        batch.setVersion = 1;
        batch.batchNo = ++_batchNo;
        for (uint256 i = 0; i < count; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            bytes32 orderId = orderIds[seed % orderIds.length];
            uint256 deposit = escrow.order(orderId).deposit;
            uint256 released = (seed >> 16) % (deposit + deposit / 8 + 1);
            uint256 refunded = (seed >> 128) % (deposit + 1);
            bool isFinal = seed >> 250 < 8;
            if (isFinal && released <= deposit) refunded = deposit - released;
            if (seed >> 252 > 9 && released <= deposit) refunded = 0;
            batch.items.push(SettlementItem(orderId, uint128(released), uint128(refunded), isFinal));
        }
        _post(batch);
    }

    function repeats(uint256 seed) external {
        if (_posted.length != 0) _post(_posted[seed % _posted.length]);
    }

    function reclaims(uint256 seed) external {
        if (orderIds.length == 0) return;
        bytes32 orderId = orderIds[seed % orderIds.length];
        OrderState memory state = escrow.order(orderId);
        if (state.closed) return;
        if (block.timestamp < state.reclaimAfter) vm.warp(state.reclaimAfter);
        escrow.reclaim(orderId);
        _watch();
    }

    function withdraws(uint256 seed) external {
        if (orderIds.length == 0) return;
        bytes32 orderId = orderIds[seed % orderIds.length];
        (uint256 forProvider, uint256 forUser, uint256 forPlatform, uint256 forValidators) =
            escrow.withdrawable(orderId);
        if (seed % 3 == 0 && forProvider != 0) escrow.withdrawFor(payee, one(orderId));
        if (seed % 3 == 1 && forUser != 0) escrow.withdrawFor(user, one(orderId));
        if (seed % 3 == 2 && forPlatform + forValidators != 0) escrow.withdrawFees(one(orderId));
    }

    function pauses(bool which) external {
        vm.startPrank(admin);
        if (escrow.paused()) escrow.unpause();
        else if (which) try escrow.pause() {} catch {}
        if (stakes.paused()) stakes.unpause();
        else if (!which) try stakes.pause() {} catch {}
        vm.stopPrank();
    }

    function waits(uint32 time) external {
        vm.warp(block.timestamp + within(time, 1, 3 days));
    }

    function proposes(uint256 seed) external {
        if (orderIds.length == 0 || stakes.paused()) return;
        bytes32 orderId = orderIds[seed % orderIds.length];
        uint8 rule = uint8(within(seed >> 8, 1, 5));
        OrderLock memory lock = stakes.lockOf(orderId);
        uint256 total = stakes.positionOf(nodeId).total;
        uint256 amount =
            rule <= 3 ? within(seed >> 16, 1, uint256(lock.original) / 100 + 1) : within(seed >> 16, 1, total / 4 + 1);
        uint64 slashNo = uint64(slashNos.length + 1);
        Slash memory s = Slash(1, nodeId, orderId, rule, amount, keccak256(abi.encode(seed, slashNo)), slashNo);
        bytes[] memory signatures = quorum(stakes.slashDigest(s));
        try stakes.proposeSlash(s, signatures) {
            slashNos.push(slashNo);
        } catch {}
    }

    function executes(uint256 seed) external {
        if (slashNos.length == 0) return;
        uint256 before = stakes.positionOf(nodeId).total;
        try stakes.executeSlash(slashNos[seed % slashNos.length]) returns (uint256 taken) {
            isTrue(taken <= before, "no more than the stake");
        } catch {}
    }

    function appeals(uint256 seed) external {
        if (slashNos.length == 0) return;
        uint64 slashNo = slashNos[seed % slashNos.length];
        token.mint(stakeAccount, 100_000 ether);
        vm.startPrank(stakeAccount);
        token.approve(address(stakes), type(uint256).max);
        try stakes.appeal(slashNo) {} catch {}
        vm.stopPrank();
        if (seed % 2 == 0) {
            vm.warp(block.timestamp + 3 days);
            uint256 amount = (seed >> 8) % (uint256(stakes.slashOf(slashNo).amount) + 1);
            vm.prank(admin);
            try stakes.guardianDecide(slashNo, amount) {} catch {}
        } else {
            vm.warp(block.timestamp + 7 days);
            try stakes.cancelUndecided(slashNo) {} catch {}
        }
    }

    function leaves(uint256 seed) external {
        vm.startPrank(stakeAccount);
        if (seed % 5 == 0) try stakes.giveNotice(nodeId) {} catch {}
        if (seed % 5 == 1) try stakes.requestUnbond(nodeId, (seed >> 8) % STAKE) {} catch {}
        if (seed % 5 == 2) try stakes.withdraw(nodeId, stakeAccount) {} catch {}
        if (seed % 5 == 3) {
            try stakes.cancelNotice(nodeId) {} catch {}
            try stakes.cancelUnbond(nodeId) {} catch {}
        }
        vm.stopPrank();
        if (seed % 5 == 4 && orderIds.length != 0) {
            try stakes.releaseLock(orderIds[seed % orderIds.length]) {} catch {}
        }
    }

    /// @notice What the escrow must hold: every deposit less what was paid of it.
    function escrowed() external view returns (uint256 sum) {
        for (uint256 i = 0; i < orderIds.length; ++i) {
            OrderState memory state = escrow.order(orderIds[i]);
            sum += state.deposit - state.providerWithdrawn - state.userWithdrawn - state.feeWithdrawn;
        }
    }

    function escrowBalance() external view returns (uint256) {
        return token.balanceOf(address(escrow));
    }

    function lockedByOrders() external view returns (uint256 sum) {
        for (uint256 i = 0; i < orderIds.length; ++i) {
            sum += stakes.lockOf(orderIds[i]).remaining;
        }
    }

    function chargedWithinCap() external view returns (bool) {
        for (uint256 i = 0; i < orderIds.length; ++i) {
            OrderLock memory lock = stakes.lockOf(orderIds[i]);
            if (lock.original != 0 && lock.charged > uint256(lock.original) * 6 / 10) return false;
        }
        return true;
    }

    function position() external view returns (Position memory) {
        return stakes.positionOf(nodeId);
    }

    function stakeBalance() external view returns (uint256) {
        return token.balanceOf(address(stakes));
    }

    /// @notice What the stake manager must hold: stakes, credits and bonds of appeals.
    function owedByStakes() external view returns (uint256 sum) {
        sum = stakes.totalStaked() + stakes.credit(treasury) + stakes.credit(user) + stakes.credit(stakeAccount)
            + stakes.credit(address(0));
        for (uint256 i = 0; i < slashNos.length; ++i) {
            sum += stakes.slashOf(slashNos[i]).appealBond;
        }
    }

    /// @notice Sum of what slashes still hold back.
    function heldBySlashes() external view returns (uint256 sum) {
        for (uint256 i = 0; i < slashNos.length; ++i) {
            SlashCase memory slashCase = stakes.slashOf(slashNos[i]);
            bool isOver = slashCase.state == SlashState.EXECUTED || slashCase.state == SlashState.CANCELLED;
            if (!isOver) sum += slashCase.amount;
        }
    }

    function openPriced(uint256 amount) private returns (bytes32) {
        (bytes32 orderId) = open(pricedOrder(amount));
        return orderId;
    }

    function registryRenews() private {
        (uint64 seq) = registry.node(nodeId).seq;
        renewNode(seq + 1);
    }

    function _post(SettlementBatch memory batch) private {
        escrow.settle(batch, quorum(escrow.batchDigest(batch)));
        _watch();
    }

    function _watch() private {
        for (uint256 i = 0; i < orderIds.length; ++i) {
            bytes32 orderId = orderIds[i];
            OrderState memory state = escrow.order(orderId);
            bool hasSunk = state.releasedCum < highestReleased[orderId] || state.refundedCum < highestRefunded[orderId];
            bool hasMovedAfterClosing = wasClosed[orderId]
                && (state.releasedCum != highestReleased[orderId] || state.refundedCum != highestRefunded[orderId]);
            if (hasSunk || hasMovedAfterClosing || (wasClosed[orderId] && !state.closed)) hasBrokenMonotony = true;
            highestReleased[orderId] = state.releasedCum;
            highestRefunded[orderId] = state.refundedCum;
            wasClosed[orderId] = state.closed;
        }
    }
}
