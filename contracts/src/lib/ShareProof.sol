// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a challenge C was made of, apart from node, order and device, which the commit names.
/// `params` are the 52 bytes of the parameter record.
struct ChallengeParts {
    uint16 puzzleVersion;
    bytes32 epochSeed;
    bytes params;
}

/// @notice One leaf of a commit's tree with its path to the top. A leaf holds up to 8 nonces.
struct Leaf {
    uint32 index;
    uint64[] nonces;
    bytes32[] path;
}

/// @title Recomputes single shares under a signed root
/// @notice Puzzle kind 1, SHA256_SHARE. Every hash is over fixed-width big-endian integers.
library ShareProof {
    /// @notice Nonces in a full leaf.
    uint256 internal constant LEAF_NONCES = 8;
    /// @notice Length of the parameter record, in bytes.
    uint256 internal constant PARAMS_BYTES = 52;

    /// @notice The parameter record has another length, or a rate or time of zero.
    error MalformedParams();
    /// @notice The leaf does not exist in a tree of k shares, or has another number of nonces.
    error WrongLeafShape(uint256 index, uint256 nonces);
    /// @notice The path is too short or too long.
    error WrongPathLength(uint256 length);

    /// @notice C = SHA256("CPP-POW/v1/sha256" zero-padded to 24, puzzleVersion, epochSeed, nodeId, orderId, device,
    /// SHA256(params)).
    function challengeId(ChallengeParts calldata parts, bytes32 nodeId, bytes32 orderId, uint16 device)
        internal
        pure
        returns (bytes32)
    {
        return sha256(
            abi.encodePacked(
                bytes24("CPP-POW/v1/sha256"),
                parts.puzzleVersion,
                parts.epochSeed,
                nodeId,
                orderId,
                device,
                sha256(parts.params)
            )
        );
    }

    /// @notice T = floor(2^256 * mu * 1000 / (Reff * W_ms)) from the parameter record: kind u16, mu u32, c u32, W_ms
    /// u32, commitDeadline u32, revealDeadline u32, Reff u64, ...
    function target(bytes calldata params) internal pure returns (uint256) {
        if (params.length != PARAMS_BYTES) revert MalformedParams();
        uint256 numerator = uint256(uint32(bytes4(params[2:6]))) * 1000;
        uint256 work = uint256(uint64(bytes8(params[22:30]))) * uint32(bytes4(params[10:14]));
        if (work <= numerator) revert MalformedParams();
        // Long division of numerator * 2^256 in two steps of 128 bits; work is below 2^96.
        uint256 shifted = numerator << 128;
        return ((shifted / work) << 128) + ((shifted % work) << 128) / work;
    }

    /// @notice trial(n) = SHA256(C, n) as an unsigned integer; a share if below the target.
    function trial(bytes32 challenge, uint64 nonce) internal pure returns (uint256) {
        return uint256(sha256(abi.encodePacked(challenge, nonce)));
    }

    /// @notice Root of a tree of `k` shares that has this leaf.
    function root(Leaf calldata leaf, uint32 k) internal pure returns (bytes32) {
        uint256 width = (uint256(k) + LEAF_NONCES - 1) / LEAF_NONCES;
        uint256 position = leaf.index;
        uint256 expected = position + 1 == width ? uint256(k) - position * LEAF_NONCES : LEAF_NONCES;
        if (position >= width || leaf.nonces.length != expected) {
            revert WrongLeafShape(position, leaf.nonces.length);
        }
        bytes memory content = abi.encodePacked(uint8(0), leaf.index, uint8(leaf.nonces.length));
        for (uint256 i = 0; i < leaf.nonces.length; ++i) {
            content = bytes.concat(content, bytes8(leaf.nonces[i]));
        }
        return sha256(abi.encodePacked(uint8(2), k, _climb(sha256(content), position, width, leaf.path)));
    }

    /// @dev An odd node at the end of a level is promoted without a sibling.
    function _climb(bytes32 hash, uint256 position, uint256 width, bytes32[] calldata path)
        private
        pure
        returns (bytes32)
    {
        uint256 used = 0;
        while (width > 1) {
            bool isPromoted = position + 1 == width && width % 2 == 1;
            if (!isPromoted) {
                if (used == path.length) revert WrongPathLength(path.length);
                bytes32 sibling = path[used++];
                hash = position % 2 == 0
                    ? sha256(abi.encodePacked(uint8(1), hash, sibling))
                    : sha256(abi.encodePacked(uint8(1), sibling, hash));
            }
            position /= 2;
            width = (width + 1) / 2;
        }
        if (used != path.length) revert WrongPathLength(path.length);
        return hash;
    }
}
