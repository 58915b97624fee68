// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderEscrow, OrderState} from "../src/OrderEscrow.sol";
import {OrderMoney, OrderMoneyMath, SkipReason} from "../src/lib/OrderMoney.sol";
import {SettlementBatch, SettlementItem} from "../src/lib/OrderTypes.sol";
import {Market} from "./support/Market.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Batches in which plain releases, refunds, final, repeated, stale and unknown items follow each other in any
/// order: what one item leaves in memory must not reach the next, and the event must be exact to the byte.
contract MixedBatchesTest is Market {
    uint256 private constant DEPOSIT = 1_000;

    bytes32[] private orderIds;
    mapping(bytes32 orderId => OrderMoney) private model;

    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 orderId = open(pricedOrder(DEPOSIT));
            orderIds.push(orderId);
            model[orderId] = OrderMoneyMath.opened(DEPOSIT);
        }
        orderIds.push(keccak256("unknown"));
    }

    function test_settlesAnyMixByBothDoorsWithAnExactEvent(uint256 seed) public {
        for (uint64 batchNo = 1; batchNo <= 4; ++batchNo) {
            settlesOne(uint256(keccak256(abi.encode(seed, batchNo))), batchNo);
        }
        for (uint256 i = 0; i < 3; ++i) {
            OrderState memory state = escrow.order(orderIds[i]);
            same(state.releasedCum, model[orderIds[i]].releasedCum(), "released");
            same(state.refundedCum, model[orderIds[i]].refundedCum(), "refunded");
            same(state.closedAt, model[orderIds[i]].closedAt(), "closedAt");
        }
    }

    /// @dev Eight plain items are 11 words of event data, the one length without padding.
    function test_settlesWholeWordsOfItemsWithAnExactEvent() public {
        SettlementBatch memory batch = emptyBatch(1, 8);
        bytes memory items;
        for (uint256 i = 0; i < 8; ++i) {
            batch.items[i] = item(orderIds[i % 3], 10 + i, 0, false);
            items = bytes.concat(items, expected(batch.items[i]));
        }
        same(items.length, 11 * 32, "whole words");
        settlesExactly(batch, 0, items, true);
    }

    function emptyBatch(uint64 batchNo, uint256 size) private pure returns (SettlementBatch memory batch) {
        batch.setVersion = 1;
        batch.batchNo = batchNo;
        batch.asOfEpoch = 7;
        batch.items = new SettlementItem[](size);
    }

    function settlesOne(uint256 seed, uint64 batchNo) private {
        SettlementBatch memory batch = emptyBatch(batchNo, within(seed, 1, 9));
        bytes memory items;
        uint32 skipped = 0;
        for (uint256 i = 0; i < batch.items.length; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            batch.items[i] = anyItem(seed);
            bytes memory it = expected(batch.items[i]);
            if (uint8(it[32]) >> 4 != 0) ++skipped;
            items = bytes.concat(items, it);
        }
        settlesExactly(batch, skipped, items, seed >> 255 == 0);
    }

    /// @dev Mostly small steps upwards; sometimes the rest, what is in force, or less.
    function anyItem(uint256 seed) private view returns (SettlementItem memory) {
        bytes32 orderId = orderIds[seed % 16 == 0 ? 3 : seed % 3];
        OrderMoney money = model[orderId];
        uint256 released = money.releasedCum();
        uint256 refunded = money.refundedCum();
        uint256 kind = (seed >> 16) % 10;
        if (kind < 5) released += 1 + (seed >> 32) % 9;
        if (kind >= 3 && kind < 7) refunded += 1 + (seed >> 64) % 9;
        if (kind == 7) refunded = DEPOSIT - released;
        if (kind == 8 && released != 0) --released;
        return item(orderId, released, refunded, kind == 7);
    }

    /// @dev Applies an item to the model and gives its form in the event.
    function expected(SettlementItem memory it) private returns (bytes memory) {
        OrderMoney money = model[it.orderId];
        OrderMoney moved =
            OrderMoneyMath.tryMove(money, it.releasedCum, it.refundedCum, it.isFinal ? block.timestamp : 0);
        if (OrderMoney.unwrap(moved) != 0) {
            model[it.orderId] = moved;
            return packed(it, 0);
        }
        return packed(it, uint8(OrderMoneyMath.whyNot(money, it.releasedCum, it.refundedCum)));
    }

    function settlesExactly(SettlementBatch memory batch, uint32 skipped, bytes memory items, bool plain) private {
        uint32 applied = uint32(batch.items.length) - skipped;
        bytes32 batchId = escrow.batchDigest(batch);
        vm.recordLogs();
        (uint32 toldApplied, uint32 toldSkipped) = plain ? settle(batch) : settlePacked(batch);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        Vm.Log memory log = logs[logs.length - 1];
        same(toldApplied, applied, "applied");
        same(toldSkipped, skipped, "skipped");
        same(logs.length, uint256(skipped) + 1, "one event for each skipped item");
        same(log.topics[0], OrderEscrow.BatchSettled.selector, "the last event");
        same(log.topics[1], batchId, "batchId");
        bytes memory data = abi.encode(escrow.lastEventSeq(), batch.batchNo, applied, skipped, items);
        same(keccak256(log.data), keccak256(data), "exact");
    }
}
