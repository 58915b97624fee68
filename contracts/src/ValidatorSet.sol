// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IValidatorSet} from "./interfaces/IValidatorSet.sol";
import {EventSequence} from "./lib/EventSequence.sol";

/// @notice One validator: its key's address, its public HTTPS endpoint and who operates it.
struct Member {
    address account;
    string endpoint;
    bytes32 operatorId;
}

/// @notice A quorum's signed wish for another set. membersHash = keccak256(abi.encode(Member[])).
struct SetChange {
    uint64 newVersion;
    bytes32 membersHash;
    uint16 threshold;
    uint64 effectiveAt;
}

/// @title The validators whose quorum moves money, records attestations and proposes slashes
/// @notice Nobody administers this contract: only a quorum of the set in force changes the set, and only after a time
/// lock in which everybody can see the change. A set of fewer than four is a development set; from four members on no
/// operator may hold enough seats to reach the threshold alone or to block it alone, and the set cannot fall below
/// four again.
contract ValidatorSet is IValidatorSet, EIP712, EventSequence {
    /// @notice EIP-712 type hash of SetChange.
    bytes32 public constant SET_CHANGE_TYPEHASH =
        keccak256("SetChange(uint64 newVersion,bytes32 membersHash,uint16 threshold,uint64 effectiveAt)");
    /// @notice Least time between the publication of a change and its activation, in seconds.
    uint256 public constant ROTATION_DELAY = 48 hours;
    /// @notice A change may take effect this many seconds from its publication at the latest.
    uint256 public constant MAX_ROTATION_DELAY = 30 days;
    /// @notice A change that nobody activates within this many seconds of `effectiveAt` is void.
    uint256 public constant ACTIVATION_WINDOW = 14 days;
    /// @notice How long signatures of the previous set still count, in seconds.
    uint256 public constant PREVIOUS_SET_VALIDITY = 24 hours;
    /// @notice Most members of a set; bounds the gas of a check to about 32 x 6k.
    uint256 public constant MAX_MEMBERS = 32;
    /// @notice Least members of a production set.
    uint256 public constant PRODUCTION_MEMBERS = 4;
    /// @notice Longest endpoint, in bytes.
    uint256 public constant MAX_ENDPOINT_BYTES = 200;

    /// @dev One word, so that a check reads it once.
    struct Current {
        uint64 version;
        uint64 activatedAt;
        uint16 threshold;
        uint16 previousThreshold;
        bool production;
    }

    Current private _current;
    SetChange private _pending;
    mapping(uint64 setVersion => Member[]) private _members;
    mapping(uint64 setVersion => mapping(address account => bool)) private _isMember;

    /// @notice A quorum published a change; it can be activated from `effectiveAt` (Unix seconds) on.
    event SetChangeProposed(
        uint64 eventSeq, uint64 indexed newVersion, bytes32 membersHash, uint16 threshold, uint64 effectiveAt
    );
    /// @notice A set came into force.
    event SetActivated(uint64 eventSeq, uint64 indexed version, uint16 threshold, Member[] members);

    /// @notice The set is empty or too large.
    error MemberCountOutOfRange(uint256 count);
    /// @notice Members must ascend strictly by address and none may be zero.
    error MembersNotAscending(uint256 index);
    /// @notice An endpoint is empty or too long, or the operator is zero.
    error InvalidMember(uint256 index);
    /// @notice The threshold is below two thirds of the members or above their number.
    error ThresholdOutOfRange(uint256 threshold, uint256 minimum, uint256 maximum);
    /// @notice One operator could reach the threshold alone, or block it alone.
    error OperatorTooPowerful(bytes32 operatorId, uint256 seats);
    /// @notice A production set must stay one.
    error ProductionSetCannotShrink(uint256 members);
    /// @notice The set is neither the current one nor the previous one within its 24 h.
    error SetNotInForce(uint64 setVersion);
    /// @notice Fewer signatures than the set's threshold.
    error NotEnoughSignatures(uint256 count, uint256 threshold);
    /// @notice Signatures must ascend strictly by signer.
    error SignersNotAscending(uint256 index);
    /// @notice A signature is by somebody who is not in the set, or over something else.
    error NotAMember(address signer);
    /// @notice The change does not follow the version in force.
    error WrongVersion(uint64 given, uint64 expected);
    /// @notice The members given are not those of the change.
    error WrongMembers(bytes32 given, bytes32 expected);
    /// @notice The time of effect is too near, too far, or not later than that of the change it would replace.
    error EffectiveTimeOutOfRange(uint256 effectiveAt, uint256 earliest, uint256 latest);
    /// @notice There is no change to activate, or it is not yet time, or too late.
    error NothingToActivate(uint256 effectiveAt);

    /// @notice Deploys version 1 of the set.
    /// @param initialMembers Members, strictly ascending by address.
    /// @param initialThreshold Signatures that make a quorum, at least two thirds of the members.
    constructor(Member[] memory initialMembers, uint16 initialThreshold) EIP712("ValidatorSet", "1") {
        _install(initialMembers, initialThreshold);
    }

    /// @notice Publishes a change that a quorum of the current set signed. It replaces a pending one only if it takes
    /// effect later, so an older signed change cannot come back.
    /// @param change The signed change.
    /// @param newMembers The members behind `change.membersHash`, checked now so that a bad set is refused early.
    /// @param signatures Quorum of the current set.
    function proposeChange(SetChange calldata change, Member[] memory newMembers, bytes[] calldata signatures)
        external
    {
        if (change.newVersion != _current.version + 1) {
            revert WrongVersion(change.newVersion, _current.version + 1);
        }
        bytes32 membersHash = keccak256(abi.encode(newMembers));
        if (membersHash != change.membersHash) revert WrongMembers(membersHash, change.membersHash);
        uint256 earliest = block.timestamp + ROTATION_DELAY;
        if (_pending.newVersion == change.newVersion && _pending.effectiveAt >= earliest) {
            earliest = uint256(_pending.effectiveAt) + 1;
        }
        uint256 latest = block.timestamp + MAX_ROTATION_DELAY;
        if (change.effectiveAt < earliest || change.effectiveAt > latest) {
            revert EffectiveTimeOutOfRange(change.effectiveAt, earliest, latest);
        }
        _validate(newMembers, change.threshold);
        _check(_current.version, changeDigest(change), signatures, _current.threshold);
        _pending = change;
        emit SetChangeProposed(
            _nextEventSeq(), change.newVersion, change.membersHash, change.threshold, change.effectiveAt
        );
    }

    /// @notice Brings the published change into force; anybody may call it once it is time.
    /// @param newMembers The members behind the published hash.
    function activateChange(Member[] memory newMembers) external {
        SetChange memory change = _pending;
        if (
            change.effectiveAt == 0 || block.timestamp < change.effectiveAt
                || block.timestamp > change.effectiveAt + ACTIVATION_WINDOW
        ) revert NothingToActivate(change.effectiveAt);
        bytes32 membersHash = keccak256(abi.encode(newMembers));
        if (membersHash != change.membersHash) revert WrongMembers(membersHash, change.membersHash);
        delete _pending;
        _install(newMembers, change.threshold);
    }

    /// @inheritdoc IValidatorSet
    function checkSignatures(uint64 setVersion, bytes32 digest, bytes[] calldata signatures) external view {
        _check(setVersion, digest, signatures, _thresholdInForce(setVersion));
    }

    /// @inheritdoc IValidatorSet
    function recoverMembers(uint64 setVersion, bytes32 digest, bytes[] calldata signatures)
        external
        view
        returns (address[] memory signers)
    {
        _thresholdInForce(setVersion);
        signers = new address[](signatures.length);
        _recover(setVersion, digest, signatures, signers);
    }

    /// @inheritdoc IValidatorSet
    function isMember(uint64 setVersion, address account) external view returns (bool) {
        return _isMember[setVersion][account];
    }

    /// @inheritdoc IValidatorSet
    function version() external view returns (uint64) {
        return _current.version;
    }

    /// @notice Signatures that make a quorum of the current set.
    /// @return Count of signatures.
    function threshold() external view returns (uint16) {
        return _current.threshold;
    }

    /// @notice Members of the current set, ascending by address.
    /// @return The members.
    function members() external view returns (Member[] memory) {
        return _members[_current.version];
    }

    /// @notice When the current set came into force.
    /// @return Unix seconds.
    function activatedAt() external view returns (uint64) {
        return _current.activatedAt;
    }

    /// @notice True once a set had four members or more; a development set is not.
    /// @return Whether the rules for production hold.
    function isProduction() external view returns (bool) {
        return _current.production;
    }

    /// @notice The published change that waits for its time; all zero if there is none.
    /// @return The change.
    function pendingChange() external view returns (SetChange memory) {
        return _pending;
    }

    /// @notice EIP-712 digest of a set change, as members sign it.
    /// @param change The change.
    /// @return Digest in this contract's domain.
    function changeDigest(SetChange calldata change) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(bytes.concat(SET_CHANGE_TYPEHASH, abi.encode(change))));
    }

    /// @notice The EIP-712 domain separator.
    /// @return Separator for this chain and address.
    function domainSeparator() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    function _install(Member[] memory newMembers, uint16 newThreshold) private {
        _validate(newMembers, newThreshold);
        uint64 newVersion = _current.version + 1;
        for (uint256 i = 0; i < newMembers.length; ++i) {
            _members[newVersion].push(newMembers[i]);
            _isMember[newVersion][newMembers[i].account] = true;
        }
        _current = Current({
            version: newVersion,
            activatedAt: uint64(block.timestamp),
            threshold: newThreshold,
            previousThreshold: _current.threshold,
            production: newMembers.length >= PRODUCTION_MEMBERS
        });
        emit SetActivated(_nextEventSeq(), newVersion, newThreshold, newMembers);
    }

    function _validate(Member[] memory newMembers, uint16 newThreshold) private view {
        uint256 count = newMembers.length;
        if (count == 0 || count > MAX_MEMBERS) revert MemberCountOutOfRange(count);
        if (_current.production && count < PRODUCTION_MEMBERS) revert ProductionSetCannotShrink(count);
        uint256 minimum = (2 * count + 2) / 3;
        if (newThreshold < minimum || newThreshold > count) revert ThresholdOutOfRange(newThreshold, minimum, count);
        address last = address(0);
        for (uint256 i = 0; i < count; ++i) {
            Member memory member = newMembers[i];
            if (member.account <= last) revert MembersNotAscending(i);
            last = member.account;
            uint256 endpointBytes = bytes(member.endpoint).length;
            if (endpointBytes == 0 || endpointBytes > MAX_ENDPOINT_BYTES || member.operatorId == bytes32(0)) {
                revert InvalidMember(i);
            }
            if (count >= PRODUCTION_MEMBERS) _validateOperator(newMembers, newThreshold, member.operatorId);
        }
    }

    function _validateOperator(Member[] memory newMembers, uint256 newThreshold, bytes32 operatorId) private pure {
        uint256 seats = 0;
        for (uint256 i = 0; i < newMembers.length; ++i) {
            if (newMembers[i].operatorId == operatorId) ++seats;
        }
        if (seats >= newThreshold || newMembers.length - seats < newThreshold) {
            revert OperatorTooPowerful(operatorId, seats);
        }
    }

    function _thresholdInForce(uint64 setVersion) private view returns (uint256) {
        Current memory current = _current;
        if (setVersion == current.version) return current.threshold;
        if (
            setVersion != 0 && setVersion + 1 == current.version
                && block.timestamp < uint256(current.activatedAt) + PREVIOUS_SET_VALIDITY
        ) return current.previousThreshold;
        revert SetNotInForce(setVersion);
    }

    function _check(uint64 setVersion, bytes32 digest, bytes[] calldata signatures, uint256 needed) private view {
        if (signatures.length < needed) revert NotEnoughSignatures(signatures.length, needed);
        _recover(setVersion, digest, signatures, new address[](0));
    }

    /// @dev Writes the signers into `signers` if it has room for them.
    function _recover(uint64 setVersion, bytes32 digest, bytes[] calldata signatures, address[] memory signers)
        private
        view
    {
        mapping(address => bool) storage isInSet = _isMember[setVersion];
        address last = address(0);
        for (uint256 i = 0; i < signatures.length; ++i) {
            address signer = ECDSA.recoverCalldata(digest, signatures[i]);
            if (signer <= last) revert SignersNotAscending(i);
            if (!isInSet[signer]) revert NotAMember(signer);
            last = signer;
            if (signers.length != 0) signers[i] = signer;
        }
    }
}
