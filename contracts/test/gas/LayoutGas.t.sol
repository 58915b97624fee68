// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Market} from "../support/Market.sol";
import {ProgressLanes} from "./ProgressLanes.sol";

/// @notice What docs/adr/0006 says about the layout it did not take, held by the same gate.
contract LayoutGas is Market {
    function items(uint256 count, uint256 stride, uint256 released) private pure returns (bytes memory packed) {
        for (uint256 i = 0; i < count; ++i) {
            packed = bytes.concat(packed, abi.encodePacked(uint40(1_000_000 + i * stride), uint24(released), uint24(0)));
        }
    }

    function settle(ProgressLanes lanes, uint64 batchNo, bytes memory packed) private {
        lanes.settle(1, batchNo, packed, quorum(lanes.digest(1, batchNo, packed)));
    }

    /// @dev Settles `count` orders a second time, of which every word holds `8 / stride` or `4 / stride`.
    function measure(uint256 lanesPerWord, uint256 stride, uint256 count, string memory name)
        private
        returns (uint256)
    {
        ProgressLanes lanes = new ProgressLanes(validators, lanesPerWord);
        for (uint256 i = 0; i < count; ++i) {
            lanes.open(1_000_000 + i * stride, 1_000);
        }
        settle(lanes, 1, items(count, stride, 200));
        settle(lanes, 2, items(count, stride, 300));
        uint256 used = vm.snapshotGasLastCall("LayoutGas", name);
        (uint256 released,,) = lanes.progress(1_000_000 + (count - 1) * stride);
        same(released, 300, "settled");
        return used;
    }

    function test_eightOrdersPerWord() public {
        atMost(measure(8, 1, 100, "8 per word, 100 of 100") / 100, 2_500, "dense");
        atMost(measure(8, 8, 100, "8 per word, 100 of 800") / 100, 7_000, "one order left in each word");
    }

    function test_fourOrdersPerWord() public {
        atMost(measure(4, 1, 100, "4 per word, 100 of 100") / 100, 3_000, "dense");
        atMost(measure(4, 4, 100, "4 per word, 100 of 400") / 100, 7_000, "one order left in each word");
    }

    /// @dev What counting gives up: three windows of an order of 10 are worth 3, 3 and 4, but a count of one is always
    /// floor(10 / 3), so with only the last window paid the count is one below the ledger.
    function test_aCountIsNotTheSumOfItsWindows() public pure {
        uint256 deposit = 10;
        uint256 lastWindow = deposit * 3 / 3 - deposit * 2 / 3;
        same(lastWindow, 4, "ledger");
        same(deposit * 1 / 3, 3, "count");
    }
}
