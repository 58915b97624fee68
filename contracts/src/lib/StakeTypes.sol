// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A node's promise, made before it reveals: `k` shares under the Merkle root `root`.
struct Commit {
    uint64 epoch;
    bytes32 challengeId;
    bytes32 nodeId;
    bytes32 orderId;
    uint16 device;
    uint32 k;
    bytes32 root;
}

/// @notice One validator's judgement of one proof.
struct PowerVerdict {
    uint64 setVersion;
    uint64 epoch;
    bytes32 roundOpenHash;
    bytes32 challengeId;
    bytes32 nodeId;
    bytes32 orderId;
    uint16 device;
    uint8 result;
    uint32 k;
    bytes32 commitHash;
    bytes32 revealHash;
}

/// @notice The leader's call of a round: who opens it.
struct RoundCall {
    uint64 setVersion;
    uint64 epoch;
    uint8 part;
    address[] signers;
}

/// @notice A slash that a validator quorum proposes. `rule` is 0 to 5 for S0 to S5.
struct Slash {
    uint64 setVersion;
    bytes32 nodeId;
    bytes32 orderId;
    uint8 rule;
    uint256 amount;
    bytes32 evidenceHash;
    uint64 slashNo;
}

/// @notice Outcome of an appeal, signed by members who did not sign the slash. Amount 0 cancels it.
struct SlashDecision {
    uint64 setVersion;
    uint64 slashNo;
    uint256 amount;
}

/// @title EIP-712 hashes of the stake's types (domain StakeManager)
library StakeTypes {
    /// @notice EIP-712 type hash of Commit.
    bytes32 internal constant COMMIT_TYPEHASH = keccak256(
        "Commit(uint64 epoch,bytes32 challengeId,bytes32 nodeId,bytes32 orderId,uint16 device,uint32 k,bytes32 root)"
    );
    /// @notice EIP-712 type hash of PowerVerdict.
    bytes32 internal constant VERDICT_TYPEHASH = keccak256(
        "PowerVerdict(uint64 setVersion,uint64 epoch,bytes32 roundOpenHash,bytes32 challengeId,bytes32 nodeId,bytes32 orderId,uint16 device,uint8 result,uint32 k,bytes32 commitHash,bytes32 revealHash)"
    );
    /// @notice EIP-712 type hash of RoundCall.
    bytes32 internal constant ROUND_CALL_TYPEHASH =
        keccak256("RoundCall(uint64 setVersion,uint64 epoch,uint8 part,address[] signers)");
    /// @notice EIP-712 type hash of Slash.
    bytes32 internal constant SLASH_TYPEHASH = keccak256(
        "Slash(uint64 setVersion,bytes32 nodeId,bytes32 orderId,uint8 rule,uint256 amount,bytes32 evidenceHash,uint64 slashNo)"
    );
    /// @notice EIP-712 type hash of SlashDecision.
    bytes32 internal constant SLASH_DECISION_TYPEHASH =
        keccak256("SlashDecision(uint64 setVersion,uint64 slashNo,uint256 amount)");

    /// @notice hashStruct(Commit), the `commitHash` of receipts and verdicts.
    function hash(Commit calldata commit) internal pure returns (bytes32) {
        return keccak256(bytes.concat(COMMIT_TYPEHASH, abi.encode(commit)));
    }

    /// @notice hashStruct(PowerVerdict).
    function hash(PowerVerdict calldata verdict) internal pure returns (bytes32) {
        return keccak256(bytes.concat(VERDICT_TYPEHASH, abi.encode(verdict)));
    }

    /// @notice hashStruct(RoundCall); an array is hashed over its members, each padded to a word.
    function hash(RoundCall calldata call) internal pure returns (bytes32) {
        bytes32 signersHash = keccak256(abi.encodePacked(call.signers));
        return keccak256(abi.encode(ROUND_CALL_TYPEHASH, call.setVersion, call.epoch, call.part, signersHash));
    }

    /// @notice hashStruct(Slash).
    function hash(Slash calldata slash) internal pure returns (bytes32) {
        return keccak256(bytes.concat(SLASH_TYPEHASH, abi.encode(slash)));
    }

    /// @notice hashStruct(SlashDecision).
    function hash(SlashDecision calldata decision) internal pure returns (bytes32) {
        return keccak256(bytes.concat(SLASH_DECISION_TYPEHASH, abi.encode(decision)));
    }
}
