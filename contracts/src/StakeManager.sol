// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {INodeRegistry} from "./interfaces/INodeRegistry.sol";
import {IValidatorSet} from "./interfaces/IValidatorSet.sol";
import {ChallengeParts, Leaf, ShareProof} from "./lib/ShareProof.sol";
import {Commit, PowerVerdict, RoundCall, StakeTypes} from "./lib/StakeTypes.sol";
import {SlashProcedure} from "./stake/SlashProcedure.sol";
import {StakePositions} from "./stake/StakePositions.sol";

/// @title Stakes of nodes, bonds of validators and what can be taken from them
/// @notice Besides slashes that a quorum signs, four lies can be proven to this contract by anybody, without trusting
/// anybody: two commits of a node for one challenge, a false share under a root that the node signed, two different
/// verdicts of a validator for one challenge, and two calls of a leader for one part of a round. Each opens a slash of
/// 25 % that has no appeal but the same 48 h and daily cap.
contract StakeManager is SlashProcedure {
    using ECDSA for bytes32;

    /// @notice The two statements are equal, or not about the same thing.
    error NoContradiction();
    /// @notice The signature is not by the key it should be.
    error WrongSigner(address recovered);
    /// @notice The challenge was not made of these parts.
    error WrongChallenge(bytes32 given, bytes32 expected);
    /// @notice The leaf is not under the signed root.
    error WrongRoot(bytes32 computed, bytes32 signed);
    /// @notice The share is correct.
    error ShareIsCorrect();

    /// @notice Deploys with no stake. The escrow is named afterwards, once.
    /// @param token_ The market's token.
    /// @param validatorSet_ The validator set.
    /// @param nodeRegistry_ The node registry.
    /// @param treasury_ Receives what slashes take.
    /// @param admin Gets the admin, pauser and guardian roles; hand all over on a public network.
    constructor(
        IERC20 token_,
        IValidatorSet validatorSet_,
        INodeRegistry nodeRegistry_,
        address treasury_,
        address admin
    ) StakePositions(token_, validatorSet_, nodeRegistry_) SlashProcedure(treasury_) {
        if (admin == address(0)) revert ZeroAddress();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(PAUSER_ROLE, admin);
        _grantRole(GUARDIAN_ROLE, admin);
    }

    /// @notice Proves that a node signed two different commits for one challenge.
    /// @param first One commit.
    /// @param firstSignature The node's signature over it.
    /// @param second Another commit with the same node and challenge.
    /// @param secondSignature The node's signature over it.
    /// @return slashNo Number of the slash.
    function proveCommitEquivocation(
        Commit calldata first,
        bytes calldata firstSignature,
        Commit calldata second,
        bytes calldata secondSignature
    ) external whenNotPaused returns (uint64 slashNo) {
        bytes32 firstHash = StakeTypes.hash(first);
        bytes32 secondHash = StakeTypes.hash(second);
        if (firstHash == secondHash || first.challengeId != second.challengeId || first.nodeId != second.nodeId) {
            revert NoContradiction();
        }
        _requireNodeKey(first.nodeId, firstHash, firstSignature);
        _requireNodeKey(first.nodeId, secondHash, secondSignature);
        return _openProven(first.nodeId, first.orderId, first.challengeId);
    }

    /// @notice Proves that a root which a node signed holds a nonce that is no share.
    /// @param commit The signed commit.
    /// @param signature The node's signature over it.
    /// @param parts What the challenge was made of.
    /// @param leaf The leaf with the false nonce and its path.
    /// @param position Place of the false nonce in the leaf, from 0.
    /// @return slashNo Number of the slash.
    function proveFalseShare(
        Commit calldata commit,
        bytes calldata signature,
        ChallengeParts calldata parts,
        Leaf calldata leaf,
        uint8 position
    ) external whenNotPaused returns (uint64 slashNo) {
        _requireUnder(commit, signature, parts, leaf);
        uint256 trial = ShareProof.trial(commit.challengeId, leaf.nonces[position]);
        if (trial < ShareProof.target(parts.params)) revert ShareIsCorrect();
        return _openProven(commit.nodeId, commit.orderId, commit.challengeId);
    }

    /// @notice Proves that a root which a node signed holds two neighboring nonces that do not ascend, so that one
    /// share is counted twice: in one leaf, or at the seam of two leaves.
    /// @param commit The signed commit.
    /// @param signature The node's signature over it.
    /// @param parts What the challenge was made of.
    /// @param left The leaf with the earlier nonce.
    /// @param right The next leaf, or the same leaf again.
    /// @param position Place of the earlier nonce in `left`; with two leaves the last one.
    /// @return slashNo Number of the slash.
    function proveDisorder(
        Commit calldata commit,
        bytes calldata signature,
        ChallengeParts calldata parts,
        Leaf calldata left,
        Leaf calldata right,
        uint8 position
    ) external whenNotPaused returns (uint64 slashNo) {
        _requireUnder(commit, signature, parts, left);
        uint64 next;
        if (left.index == right.index) {
            next = left.nonces[position + 1];
        } else {
            if (right.index != left.index + 1 || position + 1 != left.nonces.length) revert NoContradiction();
            bytes32 computed = ShareProof.root(right, commit.k);
            if (computed != commit.root) revert WrongRoot(computed, commit.root);
            next = right.nonces[0];
        }
        if (left.nonces[position] < next) revert ShareIsCorrect();
        return _openProven(commit.nodeId, commit.orderId, commit.challengeId);
    }

    /// @notice Proves that a validator signed two different verdicts for one challenge.
    /// @param first One verdict.
    /// @param firstSignature The validator's signature over it.
    /// @param second Another verdict for the same challenge with another result, count or hash.
    /// @param secondSignature The validator's signature over it.
    /// @return slashNo Number of the slash of the validator's bond.
    function proveVerdictEquivocation(
        PowerVerdict calldata first,
        bytes calldata firstSignature,
        PowerVerdict calldata second,
        bytes calldata secondSignature
    ) external whenNotPaused returns (uint64 slashNo) {
        bool isSameMatter =
            first.challengeId == second.challengeId && first.epoch == second.epoch;
        // The round hash names the set's version, so one verdict signed again under the next set is no lie.
        bool isSameFinding = first.result == second.result && first.k == second.k
            && first.commitHash == second.commitHash && first.revealHash == second.revealHash;
        if (!isSameMatter || isSameFinding) revert NoContradiction();
        address signer = _recover(StakeTypes.hash(first), firstSignature);
        _requireValidator(first.setVersion, signer);
        _requireValidator(second.setVersion, signer);
        _requireSigner(signer, StakeTypes.hash(second), secondSignature);
        return _openProven(bondId(signer), bytes32(0), first.challengeId);
    }

    /// @notice Proves that a leader called one part of a round twice with different signers.
    /// @param first One call.
    /// @param firstSignature The leader's signature over it.
    /// @param second Another call for the same epoch, part and set.
    /// @param secondSignature The leader's signature over it.
    /// @return slashNo Number of the slash of the leader's bond.
    function proveCallEquivocation(
        RoundCall calldata first,
        bytes calldata firstSignature,
        RoundCall calldata second,
        bytes calldata secondSignature
    ) external whenNotPaused returns (uint64 slashNo) {
        bytes32 firstHash = StakeTypes.hash(first);
        bytes32 secondHash = StakeTypes.hash(second);
        bool isSameMatter =
            first.setVersion == second.setVersion && first.epoch == second.epoch && first.part == second.part;
        if (!isSameMatter || firstHash == secondHash) revert NoContradiction();
        address signer = _recover(firstHash, firstSignature);
        _requireValidator(first.setVersion, signer);
        _requireSigner(signer, secondHash, secondSignature);
        return _openProven(bondId(signer), bytes32(0), keccak256(abi.encode(first.epoch, first.part)));
    }

    /// @notice EIP-712 digest of a commit, as the node key signs it.
    /// @param commit The commit.
    /// @return Digest in this contract's domain.
    function commitDigest(Commit calldata commit) external view returns (bytes32) {
        return _hashTypedDataV4(StakeTypes.hash(commit));
    }

    /// @notice EIP-712 digest of a verdict.
    /// @param verdict The verdict.
    /// @return Digest in this contract's domain.
    function verdictDigest(PowerVerdict calldata verdict) external view returns (bytes32) {
        return _hashTypedDataV4(StakeTypes.hash(verdict));
    }

    /// @notice EIP-712 digest of a round call.
    /// @param call The call.
    /// @return Digest in this contract's domain.
    function callDigest(RoundCall calldata call) external view returns (bytes32) {
        return _hashTypedDataV4(StakeTypes.hash(call));
    }

    function _requireUnder(
        Commit calldata commit,
        bytes calldata signature,
        ChallengeParts calldata parts,
        Leaf calldata leaf
    ) private view {
        _requireNodeKey(commit.nodeId, StakeTypes.hash(commit), signature);
        bytes32 challenge = ShareProof.challengeId(parts, commit.nodeId, commit.orderId, commit.device);
        if (challenge != commit.challengeId) revert WrongChallenge(commit.challengeId, challenge);
        bytes32 computed = ShareProof.root(leaf, commit.k);
        if (computed != commit.root) revert WrongRoot(computed, commit.root);
    }

    function _requireNodeKey(bytes32 nodeId, bytes32 structHash, bytes calldata signature) private view {
        address nodeKey = nodeRegistry.nodeKeyOf(nodeId);
        if (nodeKey == address(0)) revert UnknownNode(nodeId);
        _requireSigner(nodeKey, structHash, signature);
    }

    function _requireValidator(uint64 setVersion, address signer) private view {
        if (!validatorSet.isMember(setVersion, signer)) revert WrongSigner(signer);
    }

    function _requireSigner(address expected, bytes32 structHash, bytes calldata signature) private view {
        address signer = _recover(structHash, signature);
        if (signer != expected) revert WrongSigner(signer);
    }

    function _recover(bytes32 structHash, bytes calldata signature) private view returns (address) {
        return _hashTypedDataV4(structHash).recoverCalldata(signature);
    }
}
