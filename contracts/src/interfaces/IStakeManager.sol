// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What the escrow asks of the stake
interface IStakeManager {
    /// @notice Locks part of a node's free stake for an order; only the escrow may call it.
    /// @param orderId The order.
    /// @param nodeId The node.
    /// @param stakeAccount The account that must own the stake.
    /// @param amount Base units to lock.
    function lock(bytes32 orderId, bytes32 nodeId, address stakeAccount, uint256 amount) external;
}
