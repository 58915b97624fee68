// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What the money contracts ask of the node registry
interface INodeRegistry {
    /// @notice The accounts that the last attestation record names for a node. All zero for an unknown node.
    /// @param nodeId The node.
    /// @return provider Account of the provider; never changes for a node.
    /// @return stakeAccount Account that stakes for the node.
    /// @return payee Account that is paid for the node's orders.
    /// @return validUntil End of the attestation's validity, Unix seconds.
    function partiesOf(bytes32 nodeId)
        external
        view
        returns (address provider, address stakeAccount, address payee, uint64 validUntil);

    /// @notice Address to which the node's signatures recover; zero for an unknown node.
    /// @param nodeId The node.
    /// @return Address of the node key.
    function nodeKeyOf(bytes32 nodeId) external view returns (address);
}
