// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {INodeRegistry} from "../interfaces/INodeRegistry.sol";
import {IOrderEscrow} from "../interfaces/IOrderEscrow.sol";
import {IStakeManager} from "../interfaces/IStakeManager.sol";
import {IValidatorSet} from "../interfaces/IValidatorSet.sol";
import {BoundedPause} from "../lib/BoundedPause.sol";
import {ExactToken, PermitData} from "../lib/ExactToken.sol";

/// @notice The stake of a node, or the bond of a validator. Amounts in base units; `unbonding` is part of `total`.
/// `noticeAt` is Unix seconds, `unbondAt` seconds of active time; 0 means none.
struct Position {
    address account;
    uint48 noticeAt;
    uint48 unbondAt;
    uint128 total;
    uint128 locked;
    uint128 unbonding;
    uint128 pendingSlash;
}

/// @notice What an order locks of its node's stake. `original` is what was locked, `remaining` what still is, `charged`
/// what slashes S1 to S3 took or hold.
struct OrderLock {
    bytes32 nodeId;
    uint128 original;
    uint128 remaining;
    uint128 charged;
}

/// @title Stakes, locks and unbonding
/// @notice A position is keyed by the nodeId, or by a validator's address padded to 32 bytes (a nodeId with 12 leading
/// zero bytes cannot be found). Stake is slashable until it is withdrawn.
abstract contract StakePositions is IStakeManager, BoundedPause, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using ExactToken for IERC20;

    /// @notice Active seconds between a request to unbond and the withdrawal.
    uint256 public constant UNBONDING = 14 days;
    /// @notice Seconds between a provider's notice and the request to unbond a stake with locks.
    uint256 public constant NOTICE = 24 hours;
    /// @notice A lock stays this many seconds after its order was closed.
    uint256 public constant LOCK_HOLD = 48 hours;
    /// @notice The same for an order that released nothing. Short, because anybody can open and lose an order that no
    /// provider accepts, and must not be able to tie up a stake for days by it.
    uint256 public constant UNSERVED_LOCK_HOLD = 6 hours;

    /// @notice The market's token.
    IERC20 public immutable token;
    /// @notice The validator set.
    IValidatorSet public immutable validatorSet;
    /// @notice The node registry, which names each node's stake account and key.
    INodeRegistry public immutable nodeRegistry;
    /// @notice The account that may name the escrow, once.
    address public immutable deployer;
    /// @notice The only contract that may lock stake; zero until it is named.
    IOrderEscrow public orderEscrow;
    /// @notice Sum of all positions, in base units.
    uint256 public totalStaked;

    mapping(bytes32 positionId => Position) internal _positions;
    mapping(bytes32 orderId => OrderLock) internal _locks;
    /// @notice Base units that an account can claim: compensation, returned bonds, the treasury's slashes.
    mapping(address account => uint256) public credit;

    /// @notice The escrow was named.
    event OrderEscrowSet(uint64 eventSeq, address orderEscrow);
    /// @notice A node's stake after any change.
    event StakeChanged(
        uint64 eventSeq,
        bytes32 indexed nodeId,
        address indexed stakeAccount,
        uint256 total,
        uint256 locked,
        uint256 unbonding
    );
    /// @notice A validator's bond after any change.
    event BondChanged(uint64 eventSeq, address indexed validator, uint256 total, uint256 unbonding);
    /// @notice The provider announced that it leaves (`noticeAt` in Unix seconds), or withdrew the notice (0).
    event NoticeChanged(uint64 eventSeq, bytes32 indexed nodeId, uint64 noticeAt);
    /// @notice Stake was locked for an order.
    event StakeLocked(uint64 eventSeq, bytes32 indexed orderId, bytes32 indexed nodeId, uint256 amount);
    /// @notice What an order still locked became free.
    event LockReleased(uint64 eventSeq, bytes32 indexed orderId, bytes32 indexed nodeId, uint256 amount);
    /// @notice An account took its credit.
    event CreditClaimed(uint64 eventSeq, address indexed account, uint256 amount);

    /// @notice An address is zero.
    error ZeroAddress();
    /// @notice An amount is zero.
    error ZeroAmount();
    /// @notice Only the deployer names the escrow.
    error NotDeployer(address caller);
    /// @notice The escrow is named once.
    error OrderEscrowAlreadySet();
    /// @notice Only the escrow locks stake.
    error NotOrderEscrow(address caller);
    /// @notice The caller is not the position's account, or not the stake account that the registry names.
    error NotStakeAccount(address caller, address expected);
    /// @notice The node has no attestation record.
    error UnknownNode(bytes32 nodeId);
    /// @notice The stake would exceed 2^128 - 1.
    error StakeTooLarge(uint256 amount);
    /// @notice The stake is unbonding already.
    error IsUnbonding(bytes32 positionId);
    /// @notice Nothing is unbonding.
    error NotUnbonding(bytes32 positionId);
    /// @notice More than the position holds.
    error ExceedsStake(uint256 amount, uint256 total);
    /// @notice Orders still lock stake; give notice and wait 24 h.
    error HasLocks(uint256 locked, uint256 noticeAt);
    /// @notice Notice was given; no new order can lock this stake.
    error UnderNotice(bytes32 nodeId);
    /// @notice There is no notice to withdraw, or there is one already.
    error NoticeUnchanged(bytes32 nodeId);
    /// @notice A member of the set in force keeps its bond.
    error IsValidator(address account);
    /// @notice The withdrawal is possible at `readyAt` on the active clock.
    error StillUnbonding(uint256 activeNow, uint256 readyAt);
    /// @notice A slash is pending.
    error SlashIsPending(uint256 amount);
    /// @notice The rest would not cover the locks.
    error LocksNotCovered(uint256 rest, uint256 locked);
    /// @notice The node's free stake does not cover the order's lock.
    error InsufficientFreeStake(uint256 free, uint256 needed);
    /// @notice The order has a lock already.
    error AlreadyLocked(bytes32 orderId);
    /// @notice The order locks nothing.
    error NoLock(bytes32 orderId);
    /// @notice The order is open, or was closed too recently.
    error LockHeld(uint256 releasableAt);
    /// @notice The account has no credit.
    error NoCredit(address account);

    constructor(IERC20 token_, IValidatorSet validatorSet_, INodeRegistry nodeRegistry_) {
        if (
            address(token_) == address(0) || address(validatorSet_) == address(0)
                || address(nodeRegistry_) == address(0)
        ) revert ZeroAddress();
        token = token_;
        validatorSet = validatorSet_;
        nodeRegistry = nodeRegistry_;
        deployer = msg.sender;
    }

    /// @notice Names the escrow; once, by the deployer.
    /// @param escrow The order escrow.
    function setOrderEscrow(IOrderEscrow escrow) external {
        if (msg.sender != deployer) revert NotDeployer(msg.sender);
        if (address(orderEscrow) != address(0)) revert OrderEscrowAlreadySet();
        if (address(escrow) == address(0)) revert ZeroAddress();
        orderEscrow = escrow;
        emit OrderEscrowSet(_nextEventSeq(), address(escrow));
    }

    /// @notice Stakes for a recorded node; only its stake account may.
    /// @param nodeId The node.
    /// @param amount Base units.
    function stake(bytes32 nodeId, uint256 amount) external nonReentrant {
        _stake(nodeId, amount);
    }

    /// @notice Stakes with an EIP-2612 permit of the caller.
    /// @param nodeId The node.
    /// @param amount Base units.
    /// @param permit The permit; deadline 0 means none.
    function stakeWithPermit(bytes32 nodeId, uint256 amount, PermitData calldata permit) external nonReentrant {
        token.tryPermit(msg.sender, permit);
        _stake(nodeId, amount);
    }

    /// @notice Posts or adds to the caller's bond as a validator.
    /// @param amount Base units.
    function bond(uint256 amount) external nonReentrant {
        _add(bondId(msg.sender), msg.sender, amount);
    }

    /// @notice Announces that the node leaves: from now on no order can lock its stake, and after 24 h its stake can be
    /// unbonded although orders still lock it.
    /// @param nodeId The node.
    function giveNotice(bytes32 nodeId) external {
        Position storage position = _ownPosition(nodeId);
        if (position.noticeAt != 0) revert NoticeUnchanged(nodeId);
        position.noticeAt = uint48(block.timestamp);
        emit NoticeChanged(_nextEventSeq(), nodeId, uint64(block.timestamp));
    }

    /// @notice Withdraws the notice.
    /// @param nodeId The node.
    function cancelNotice(bytes32 nodeId) external {
        Position storage position = _ownPosition(nodeId);
        if (position.noticeAt == 0) revert NoticeUnchanged(nodeId);
        position.noticeAt = 0;
        emit NoticeChanged(_nextEventSeq(), nodeId, 0);
    }

    /// @notice Begins to unbond. Refused while orders lock stake, unless notice was given 24 h ago; refused to a
    /// validator of the set in force. While anything unbonds no order can lock the stake.
    /// @param positionId The nodeId, or the caller's `bondId`.
    /// @param amount Base units, at most the total.
    function requestUnbond(bytes32 positionId, uint256 amount) external {
        Position storage position = _ownPosition(positionId);
        if (amount == 0) revert ZeroAmount();
        if (position.unbonding != 0) revert IsUnbonding(positionId);
        if (amount > position.total) revert ExceedsStake(amount, position.total);
        bool hasNotice = position.noticeAt != 0 && block.timestamp >= uint256(position.noticeAt) + NOTICE;
        if (position.locked != 0 && !hasNotice) revert HasLocks(position.locked, position.noticeAt);
        if (positionId == bondId(msg.sender) && validatorSet.isMember(validatorSet.version(), msg.sender)) {
            revert IsValidator(msg.sender);
        }
        position.unbonding = uint128(amount);
        position.unbondAt = uint48(activeTime());
        _emitChanged(positionId, position);
    }

    /// @notice Takes back a request to unbond.
    /// @param positionId The nodeId, or the caller's `bondId`.
    function cancelUnbond(bytes32 positionId) external {
        Position storage position = _ownPosition(positionId);
        if (position.unbonding == 0) revert NotUnbonding(positionId);
        position.unbonding = 0;
        position.unbondAt = 0;
        _emitChanged(positionId, position);
    }

    /// @notice Pays out what has unbonded for 14 days of active time. Never paused; refused while a slash is pending or
    /// if the rest would not cover the locks.
    /// @param positionId The nodeId, or the caller's `bondId`.
    /// @param to Receives the tokens.
    /// @return amount Base units paid.
    function withdraw(bytes32 positionId, address to) external nonReentrant returns (uint256 amount) {
        if (to == address(0)) revert ZeroAddress();
        Position storage position = _ownPosition(positionId);
        amount = position.unbonding;
        if (amount == 0) revert NotUnbonding(positionId);
        uint256 readyAt = uint256(position.unbondAt) + UNBONDING;
        if (activeTime() < readyAt) revert StillUnbonding(activeTime(), readyAt);
        if (position.pendingSlash != 0) revert SlashIsPending(position.pendingSlash);
        uint256 rest = position.total - amount;
        if (rest < position.locked) revert LocksNotCovered(rest, position.locked);
        position.total = uint128(rest);
        position.unbonding = 0;
        position.unbondAt = 0;
        totalStaked -= amount;
        _emitChanged(positionId, position);
        if (rest == 0) {
            position.account = address(0); // the registry's stake account may begin anew
            position.noticeAt = 0;
        }
        token.safeTransfer(to, amount);
    }

    /// @notice Pays out the caller's credit. Never paused.
    /// @param to Receives the tokens.
    /// @return amount Base units paid.
    function claim(address to) external nonReentrant returns (uint256 amount) {
        if (to == address(0)) revert ZeroAddress();
        amount = credit[msg.sender];
        if (amount == 0) revert NoCredit(msg.sender);
        credit[msg.sender] = 0;
        emit CreditClaimed(_nextEventSeq(), msg.sender, amount);
        token.safeTransfer(to, amount);
    }

    /// @inheritdoc IStakeManager
    function lock(bytes32 orderId, bytes32 nodeId, address stakeAccount, uint256 amount) external {
        if (msg.sender != address(orderEscrow)) revert NotOrderEscrow(msg.sender);
        Position storage position = _positions[nodeId];
        if (position.account != stakeAccount) revert NotStakeAccount(stakeAccount, position.account);
        if (_locks[orderId].nodeId != bytes32(0)) revert AlreadyLocked(orderId);
        if (position.unbonding != 0) revert IsUnbonding(nodeId);
        if (position.noticeAt != 0) revert UnderNotice(nodeId);
        uint256 free = _free(position);
        if (free < amount) revert InsufficientFreeStake(free, amount);
        position.locked += uint128(amount);
        _locks[orderId] = OrderLock({nodeId: nodeId, original: uint128(amount), remaining: uint128(amount), charged: 0});
        emit StakeLocked(_nextEventSeq(), orderId, nodeId, amount);
        _emitChanged(nodeId, position);
    }

    /// @notice Frees what an order locks, 48 h after it was closed (6 h if it released nothing). Anybody may call it.
    /// @param orderId The order.
    function releaseLock(bytes32 orderId) external {
        OrderLock storage lock_ = _locks[orderId];
        uint128 amount = lock_.remaining;
        if (lock_.original == 0) revert NoLock(orderId);
        (uint64 closedAt, uint256 releasedCum) = orderEscrow.closure(orderId);
        uint256 releasableAt =
            closedAt == 0 ? type(uint256).max : uint256(closedAt) + (releasedCum == 0 ? UNSERVED_LOCK_HOLD : LOCK_HOLD);
        if (block.timestamp < releasableAt) revert LockHeld(releasableAt);
        lock_.original = 0; // the node stays noted: it proves whose order this was
        lock_.remaining = 0;
        Position storage position = _positions[lock_.nodeId];
        position.locked -= amount;
        emit LockReleased(_nextEventSeq(), orderId, lock_.nodeId, amount);
        _emitChanged(lock_.nodeId, position);
    }

    /// @notice A node's stake or a validator's bond.
    /// @param positionId The nodeId or `bondId`.
    /// @return The position.
    function positionOf(bytes32 positionId) external view returns (Position memory) {
        return _positions[positionId];
    }

    /// @notice What an order locks.
    /// @param orderId The order.
    /// @return The lock; all zero if there never was one.
    function lockOf(bytes32 orderId) external view returns (OrderLock memory) {
        return _locks[orderId];
    }

    /// @notice Stake that a new order could lock: total less locks and pending slashes; 0 while unbonding or under
    /// notice.
    /// @param nodeId The node.
    /// @return Base units.
    function freeStake(bytes32 nodeId) external view returns (uint256) {
        Position storage position = _positions[nodeId];
        return position.unbonding != 0 || position.noticeAt != 0 ? 0 : _free(position);
    }

    /// @notice Key of a validator's bond.
    /// @param validator The validator's address.
    /// @return The address, padded to 32 bytes.
    function bondId(address validator) public pure returns (bytes32) {
        return bytes32(uint256(uint160(validator)));
    }

    function _stake(bytes32 nodeId, uint256 amount) private {
        (, address stakeAccount,,) = nodeRegistry.partiesOf(nodeId);
        if (stakeAccount == address(0)) revert UnknownNode(nodeId);
        if (stakeAccount != msg.sender) revert NotStakeAccount(msg.sender, stakeAccount);
        _add(nodeId, msg.sender, amount);
    }

    function _add(bytes32 positionId, address account, uint256 amount) private {
        if (amount == 0) revert ZeroAmount();
        Position storage position = _positions[positionId];
        if (position.account == address(0)) position.account = account;
        else if (position.account != account) revert NotStakeAccount(account, position.account);
        if (position.total + amount > type(uint128).max) revert StakeTooLarge(amount);
        position.total += uint128(amount);
        totalStaked += amount;
        _emitChanged(positionId, position);
        token.pull(account, amount);
    }

    function _ownPosition(bytes32 positionId) internal view returns (Position storage position) {
        position = _positions[positionId];
        if (position.account != msg.sender) revert NotStakeAccount(msg.sender, position.account);
    }

    function _free(Position storage position) private view returns (uint256) {
        uint256 bound = uint256(position.locked) + position.pendingSlash;
        return position.total > bound ? position.total - bound : 0;
    }

    function _emitChanged(bytes32 positionId, Position storage position) internal {
        if (uint256(positionId) <= type(uint160).max) {
            emit BondChanged(_nextEventSeq(), address(uint160(uint256(positionId))), position.total, position.unbonding);
        } else {
            emit StakeChanged(
                _nextEventSeq(), positionId, position.account, position.total, position.locked, position.unbonding
            );
        }
    }
}
