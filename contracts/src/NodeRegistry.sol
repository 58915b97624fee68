// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {INodeRegistry} from "./interfaces/INodeRegistry.sol";
import {IValidatorSet} from "./interfaces/IValidatorSet.sol";
import {EventSequence} from "./lib/EventSequence.sol";
import {NodeKey} from "./lib/NodeKey.sol";

/// @notice What a validator quorum says about a node after it judged the node's quote.
struct AttestationRecord {
    uint64 setVersion;
    bytes32 nodeId;
    uint64 seq;
    bytes32 nodeKeyX;
    bytes32 nodeKeyY;
    address provider;
    address stakeAccount;
    address payee;
    bytes32 quoteHash;
    uint8 teeType;
    bytes32 trustRootHash;
    uint8 tcbStatus;
    uint32 tcbEvaluationDataNumber;
    uint64 blockNumber;
    uint64 verifiedAt;
    uint64 validUntil;
}

/// @notice A node as last recorded. Times are Unix seconds; `seq` counts the node's records from 1.
struct Node {
    address provider;
    uint64 seq;
    address nodeKey;
    uint64 blockNumber;
    address stakeAccount;
    uint64 verifiedAt;
    uint8 teeType;
    uint8 tcbStatus;
    address payee;
    uint64 validUntil;
    uint32 tcbEvaluationDataNumber;
    bytes32 quoteHash;
    bytes32 nodeKeyX;
    bytes32 nodeKeyY;
}

/// @title The public record of attested nodes
/// @notice Anybody may post a record; only a validator quorum's signatures make it count. Nobody administers this
/// contract. The root of trust is fixed for ever: another root is another deployment.
contract NodeRegistry is INodeRegistry, EIP712, EventSequence {
    /// @notice EIP-712 type hash of AttestationRecord.
    bytes32 public constant RECORD_TYPEHASH = keccak256(
        "AttestationRecord(uint64 setVersion,bytes32 nodeId,uint64 seq,bytes32 nodeKeyX,bytes32 nodeKeyY,address provider,address stakeAccount,address payee,bytes32 quoteHash,uint8 teeType,bytes32 trustRootHash,uint8 tcbStatus,uint32 tcbEvaluationDataNumber,uint64 blockNumber,uint64 verifiedAt,uint64 validUntil)"
    );
    /// @notice Longest validity of a record, in seconds.
    uint256 public constant MAX_VALIDITY = 30 days;
    /// @notice Highest code of TeeType (TDX).
    uint8 public constant MAX_TEE_TYPE = 1;
    /// @notice Highest code of TcbStatus (TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED).
    uint8 public constant MAX_TCB_STATUS = 8;

    /// @notice The validators whose quorum signs records.
    IValidatorSet public immutable validatorSet;
    /// @notice SHA-256 of the root certificate that every quote of this market chains to.
    bytes32 public immutable trustRootHash;
    /// @notice The account that may set the market file's hash, once.
    address public immutable deployer;
    /// @notice SHA-256 of the market file; zero until it is set.
    bytes32 public marketFileHash;

    mapping(bytes32 nodeId => Node) private _nodes;

    /// @notice The market file's hash was set; the registry can be used from now on.
    event MarketFileHashSet(uint64 eventSeq, bytes32 hash);
    /// @notice A node's new record. `seq` is the record's number, `eventSeq` the contract's event counter.
    event NodeRecorded(
        uint64 eventSeq,
        bytes32 indexed nodeId,
        uint64 seq,
        address indexed provider,
        address stakeAccount,
        address payee,
        bytes32 nodeKeyX,
        bytes32 nodeKeyY,
        bytes32 quoteHash,
        uint8 teeType,
        uint8 tcbStatus,
        uint32 tcbEvaluationDataNumber,
        uint64 blockNumber,
        uint64 verifiedAt,
        uint64 validUntil
    );

    /// @notice A constructor argument or hash is zero.
    error ZeroValue();
    /// @notice Only the deployer sets the market file's hash.
    error NotDeployer(address caller);
    /// @notice The market file's hash is set once.
    error MarketFileAlreadySet();
    /// @notice The registry cannot be used before the market file's hash is set.
    error MarketFileNotSet();
    /// @notice The node key is not a point of secp256k1.
    error NodeKeyNotOnCurve();
    /// @notice The node id is not the hash of the node key.
    error WrongNodeId(bytes32 given, bytes32 expected);
    /// @notice The record is not the next one of its node.
    error WrongSeq(uint64 given, uint64 expected);
    /// @notice The quote chains to another root of trust.
    error WrongTrustRoot(bytes32 given);
    /// @notice The record's nonce block is older than that of the record it would replace.
    error OlderBlock(uint64 given, uint64 recorded);
    /// @notice verifiedAt lies in the future, or validUntil is before it or too far from it.
    error TimesOutOfRange(uint64 verifiedAt, uint64 validUntil);
    /// @notice An enum code is not defined.
    error UnknownCode(uint8 teeType, uint8 tcbStatus);
    /// @notice A node never changes its provider: a new provider needs a new node key.
    error ProviderChanged(address given, address recorded);
    /// @notice The record names no provider, stake account or payee.
    error ZeroParty();

    /// @notice Deploys an empty registry.
    /// @param validators The validator set.
    /// @param rootHash SHA-256 of the root of trust, of the simulated one on development networks.
    constructor(IValidatorSet validators, bytes32 rootHash) EIP712("NodeRegistry", "1") {
        if (address(validators) == address(0) || rootHash == bytes32(0)) revert ZeroValue();
        validatorSet = validators;
        trustRootHash = rootHash;
        deployer = msg.sender;
    }

    /// @notice Binds the market file; once, by the deployer, before the first record.
    /// @param hash SHA-256 of the file's bytes.
    function setMarketFileHash(bytes32 hash) external {
        if (msg.sender != deployer) revert NotDeployer(msg.sender);
        if (marketFileHash != bytes32(0)) revert MarketFileAlreadySet();
        if (hash == bytes32(0)) revert ZeroValue();
        marketFileHash = hash;
        emit MarketFileHashSet(_nextEventSeq(), hash);
    }

    /// @notice Records a quorum's judgement. A record counts once and in order: seq = recorded seq + 1, so an old VALID
    /// cannot be replayed after a revocation.
    /// @param record The judgement.
    /// @param signatures Quorum signatures over its digest.
    function recordAttestation(AttestationRecord calldata record, bytes[] calldata signatures) external {
        if (marketFileHash == bytes32(0)) revert MarketFileNotSet();
        Node storage node_ = _nodes[record.nodeId];
        _checkRecord(record, node_);
        validatorSet.checkSignatures(record.setVersion, recordDigest(record), signatures);
        _store(record, node_);
        _emitRecorded(record);
    }

    /// @notice The last record of a node; all zero for an unknown one.
    /// @param nodeId The node.
    /// @return The node.
    function node(bytes32 nodeId) external view returns (Node memory) {
        return _nodes[nodeId];
    }

    /// @inheritdoc INodeRegistry
    function partiesOf(bytes32 nodeId)
        external
        view
        returns (address provider, address stakeAccount, address payee, uint64 validUntil)
    {
        Node storage node_ = _nodes[nodeId];
        return (node_.provider, node_.stakeAccount, node_.payee, node_.validUntil);
    }

    /// @inheritdoc INodeRegistry
    function nodeKeyOf(bytes32 nodeId) external view returns (address) {
        return _nodes[nodeId].nodeKey;
    }

    /// @notice EIP-712 digest of a record, as validators sign it.
    /// @param record The record.
    /// @return Digest in this contract's domain.
    function recordDigest(AttestationRecord calldata record) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(bytes.concat(RECORD_TYPEHASH, abi.encode(record))));
    }

    /// @notice The EIP-712 domain separator.
    /// @return Separator for this chain and address.
    function domainSeparator() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    function _checkRecord(AttestationRecord calldata record, Node storage node_) private view {
        bytes32 nodeId = NodeKey.nodeId(record.nodeKeyX, record.nodeKeyY);
        if (record.nodeId != nodeId) revert WrongNodeId(record.nodeId, nodeId);
        if (record.seq != node_.seq + 1) revert WrongSeq(record.seq, node_.seq + 1);
        if (record.trustRootHash != trustRootHash) revert WrongTrustRoot(record.trustRootHash);
        if (record.blockNumber < node_.blockNumber) revert OlderBlock(record.blockNumber, node_.blockNumber);
        if (
            record.verifiedAt > block.timestamp || record.validUntil < record.verifiedAt
                || record.validUntil > record.verifiedAt + MAX_VALIDITY
        ) revert TimesOutOfRange(record.verifiedAt, record.validUntil);
        if (record.teeType > MAX_TEE_TYPE || record.tcbStatus > MAX_TCB_STATUS) {
            revert UnknownCode(record.teeType, record.tcbStatus);
        }
        if (record.provider == address(0) || record.stakeAccount == address(0) || record.payee == address(0)) {
            revert ZeroParty();
        }
        if (node_.seq == 0) {
            if (!NodeKey.isOnCurve(record.nodeKeyX, record.nodeKeyY)) revert NodeKeyNotOnCurve();
        } else if (record.provider != node_.provider) {
            revert ProviderChanged(record.provider, node_.provider);
        }
    }

    function _store(AttestationRecord calldata record, Node storage node_) private {
        if (node_.seq == 0) {
            node_.provider = record.provider;
            node_.nodeKey = NodeKey.toAddress(record.nodeKeyX, record.nodeKeyY);
            node_.nodeKeyX = record.nodeKeyX;
            node_.nodeKeyY = record.nodeKeyY;
        }
        node_.seq = record.seq;
        node_.blockNumber = record.blockNumber;
        node_.stakeAccount = record.stakeAccount;
        node_.verifiedAt = record.verifiedAt;
        node_.teeType = record.teeType;
        node_.tcbStatus = record.tcbStatus;
        node_.payee = record.payee;
        node_.validUntil = record.validUntil;
        node_.tcbEvaluationDataNumber = record.tcbEvaluationDataNumber;
        node_.quoteHash = record.quoteHash;
    }

    function _emitRecorded(AttestationRecord calldata record) private {
        emit NodeRecorded(
            _nextEventSeq(),
            record.nodeId,
            record.seq,
            record.provider,
            record.stakeAccount,
            record.payee,
            record.nodeKeyX,
            record.nodeKeyY,
            record.quoteHash,
            record.teeType,
            record.tcbStatus,
            record.tcbEvaluationDataNumber,
            record.blockNumber,
            record.verifiedAt,
            record.validUntil
        );
    }
}
