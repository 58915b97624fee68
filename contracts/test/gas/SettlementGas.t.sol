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

    function batch(uint256 count, uint256 released) private view returns (SettlementBatch memory b) {
        b.setVersion = 1;
        b.batchNo = 42;
        b.asOfEpoch = 3_000_000;
        b.items = new SettlementItem[](count);
        for (uint256 i = 0; i < count; ++i) {
            b.items[i] = item(_orderIds[i], released + i, 0, false);
        }
    }

    function pack(SettlementBatch memory b) private pure returns (bytes memory packed) {
        for (uint256 i = 0; i < b.items.length; ++i) {
            SettlementItem memory it = b.items[i];
            packed = bytes.concat(
                packed,
                abi.encodePacked(it.orderId, uint88(it.releasedCum), uint88(it.refundedCum), uint8(it.isFinal ? 1 : 0))
            );
        }
    }

    function openMany(uint256 count) private {
        for (uint256 i = 0; i < count; ++i) {
            _orderIds.push(openOrder());
        }
    }

    function measure(uint256 count, string memory name) private returns (uint256 plain, uint256 packed) {
        openMany(count);
        SettlementBatch memory first = batch(count, 1.234567891234567891 ether);
        settle(first);
        SettlementBatch memory second = batch(count, 7.765432198765432198 ether);
        bytes[] memory signatures = quorum(escrow.batchDigest(second));
        escrow.settle(second, signatures);
        plain = vm.snapshotGasLastCall("OrderEscrow", string.concat("settle ", name));
        SettlementBatch memory third = batch(count, 9.765432198765432198 ether);
        signatures = quorum(escrow.batchDigest(third));
        escrow.settlePacked(1, 42, 3_000_000, pack(third), signatures);
        packed = vm.snapshotGasLastCall("OrderEscrow", string.concat("settlePacked ", name));
    }

    function test_settlesOneOrder() public {
        (uint256 plain,) = measure(1, "1");
        atMost(plain, 100_000, "one-item batch");
    }

    function test_settlesTenOrders() public {
        (uint256 plain, uint256 packed) = measure(10, "10");
        atMost(plain / 10, 14_000, "per order");
        atMost(packed / 10, 14_000, "per order, packed");
    }

    function test_settlesHundredOrders() public {
        (uint256 plain, uint256 packed) = measure(100, "100");
        atMost(plain / 100, 8_100, "per order");
        atMost(packed / 100, 7_700, "per order, packed");
    }

    function test_settlesFiveHundredOrders() public {
        (uint256 plain, uint256 packed) = measure(500, "500");
        atMost(plain, 4_000_000, "batch");
        atMost(packed / 500, 7_200, "per order, packed");
    }
}
