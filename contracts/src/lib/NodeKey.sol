// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What follows from a node's public key
library NodeKey {
    /// @dev Field prime of secp256k1, SEC 2 section 2.4.1.
    uint256 private constant P = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F;

    /// @notice nodeId = SHA256("CPP/node/v1" zero-padded to 16 bytes, x, y).
    function nodeId(bytes32 x, bytes32 y) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes16("CPP/node/v1"), x, y));
    }

    /// @notice Address to which the node's signatures recover.
    function toAddress(bytes32 x, bytes32 y) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encodePacked(x, y)))));
    }

    /// @notice True if (x, y) is a point of secp256k1: y^2 = x^3 + 7 mod p.
    function isOnCurve(bytes32 x, bytes32 y) internal pure returns (bool) {
        uint256 px = uint256(x);
        uint256 py = uint256(y);
        if (px >= P || py >= P) return false;
        return mulmod(py, py, P) == addmod(mulmod(mulmod(px, px, P), px, P), 7, P);
    }
}
