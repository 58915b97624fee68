// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What other contracts ask of the validator set
interface IValidatorSet {
    /// @notice Reverts unless `signatures` are a quorum of the named set over `digest`.
    /// @param setVersion Version of the set; the current one, or the previous one for 24 h after a change.
    /// @param digest EIP-712 digest that was signed.
    /// @param signatures 65-byte signatures, ascending by signer, no signer twice.
    function checkSignatures(uint64 setVersion, bytes32 digest, bytes[] calldata signatures) external view;

    /// @notice Recovers distinct members of the named set, without asking for a quorum.
    /// @param setVersion Version of the set, in force as for `checkSignatures`.
    /// @param digest EIP-712 digest that was signed.
    /// @param signatures 65-byte signatures, ascending by signer, no signer twice.
    /// @return signers The members who signed, ascending.
    function recoverMembers(uint64 setVersion, bytes32 digest, bytes[] calldata signatures)
        external
        view
        returns (address[] memory signers);

    /// @notice Whether `account` is or was a member of the set of that version.
    /// @param setVersion Any version, past or current.
    /// @param account Address of the validator's key.
    /// @return True for a member.
    function isMember(uint64 setVersion, address account) external view returns (bool);

    /// @notice Version of the set in force; the first is 1.
    /// @return Current version.
    function version() external view returns (uint64);
}
