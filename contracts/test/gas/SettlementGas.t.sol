// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SettlementBatch, SettlementItem} from "../../src/lib/OrderTypes.sol";
import {Order} from "../../src/lib/OrderTypes.sol";
import {Market} from "../support/Market.sol";

/// @notice What a settled order costs, as whole transactions (the `gas` profile isolates each call, so the 21,000 and
/// the call data are in). The snapshot files are committed; a change of any figure fails the gate.
contract SettlementGas is Market {
    bytes32[] private _orderIds;

    function setUp() public override {
        super.setUp();
        stakeNode(10_000_000 ether);
        token.mint(user, 1_000_000 ether);
    }

    function batch(uint256 count, uint256 released, uint256 refunded) private view returns (SettlementBatch memory b) {
        b.setVersion = 1;
        b.batchNo = 42;
        b.asOfEpoch = 3_000_000;
        b.items = new SettlementItem[](count);
        for (uint256 i = 0; i < count; ++i) {
            b.items[i] = item(_orderIds[i], released + i, refunded == 0 ? 0 : refunded + i, false);
        }
    }

    /// @dev Gives out the whole deposit.
    function lastBatch(uint256 count) private view returns (SettlementBatch memory b) {
        b = batch(count, 777.777777777777777777 ether, 0);
        for (uint256 i = 0; i < count; ++i) {
            b.items[i].refundedCum = uint128(PRICE - b.items[i].releasedCum);
            b.items[i].isFinal = true;
        }
    }

    function openMany(uint256 count) private {
        for (uint256 i = 0; i < count; ++i) {
            _orderIds.push(openOrder());
        }
    }

    function gasOf(SettlementBatch memory b, string memory name) private returns (uint256) {
        settlePacked(b);
        return vm.snapshotGasLastCall("OrderEscrow", name);
    }

    struct Cost {
        uint256 plain;
        uint256 packed;
        uint256 refunds;
    }

    /// @dev The second to fourth settlement of each order: through both doors, then packed with a refund.
    function measure(uint256 count, string memory name) private returns (Cost memory cost) {
        openMany(count);
        settlePacked(batch(count, 1.234567891234567891 ether, 0));
        if (count <= escrow.MAX_PLAIN_ITEMS()) {
            settle(batch(count, 7.765432198765432198 ether, 0));
            cost.plain = vm.snapshotGasLastCall("OrderEscrow", string.concat("settle ", name));
        }
        cost.packed = gasOf(batch(count, 9.765432198765432198 ether, 0), string.concat("settlePacked ", name));
        settlePacked(batch(count, 9.765432198765432198 ether, 1.234567891234567891 ether));
        cost.refunds = gasOf(
            batch(count, 10.765432198765432198 ether, 2.234567891234567891 ether),
            string.concat("settlePacked with refunds ", name)
        );
    }

    function test_settlesOneOrder() public {
        atMost(measure(1, "1").plain, 100_000, "one-item batch");
    }

    function test_settlesTenOrders() public {
        Cost memory cost = measure(10, "10");
        atMost(cost.plain / 10, 14_000, "per order");
        atMost(cost.packed / 10, 13_000, "per order, packed");
    }

    function test_settlesHundredOrders() public {
        Cost memory cost = measure(100, "100");
        atMost(cost.plain / 100, 7_900, "per order");
        atMost(cost.packed / 100, 7_000, "per order, packed");
        atMost(cost.refunds / 100, 7_600, "per order, packed, with refunds");
    }

    function test_settlesFiveHundredOrders() public {
        Cost memory cost = measure(500, "500");
        atMost(cost.packed, 4_000_000, "batch");
        atMost(cost.packed / 500, 6_500, "per order, packed");
        atMost(cost.refunds / 500, 7_100, "per order, packed, with refunds");
    }

    /// @dev The dearest batch that is not refused: full, by the plain door, every order with a refund and closing, with
    /// the signatures of the largest validator set.
    function test_theLargestBatchStaysBelowFourMillion() public {
        deploy(32, 22);
        recordNode();
        stakeNode(10_000_000 ether);
        token.mint(user, 1_000_000 ether);
        vm.prank(user);
        token.approve(address(escrow), type(uint256).max);
        uint256 count = escrow.MAX_BATCH_ITEMS();
        uint256 plainCount = escrow.MAX_PLAIN_ITEMS();
        openMany(count);
        uint256 state = vm.snapshotState();
        settle(lastBatch(plainCount));
        uint256 plain = vm.snapshotGasLastCall("OrderEscrow", "largest batch, settle, closing");
        settle(batch(plainCount, 1 ether, 0));
        uint256 skipped = vm.snapshotGasLastCall("OrderEscrow", "largest batch, settle, skipped");
        vm.revertToState(state);
        uint256 packed = gasOf(lastBatch(count), "largest batch, settlePacked, closing");
        atMost(plain, 4_000_000, "plain");
        atMost(skipped, 4_000_000, "skipped");
        atMost(packed, 4_000_000, "packed");
    }
}
