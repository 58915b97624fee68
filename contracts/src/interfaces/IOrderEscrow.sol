// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What the stake asks of the escrow
interface IOrderEscrow {
    /// @notice When an order was closed and what it had released by then.
    /// @param orderId The order.
    /// @return closedAt Unix seconds, 0 while the order is open or unknown.
    /// @return releasedCum Cumulative released amount, base units.
    function closure(bytes32 orderId) external view returns (uint64 closedAt, uint256 releasedCum);

    /// @notice The user of an order and the part of the deposit that was not earned by proofs.
    /// @param orderId The order.
    /// @return user The user, zero for an unknown order.
    /// @return amount deposit - released, base units.
    function undelivered(bytes32 orderId) external view returns (address user, uint256 amount);
}
