// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ExactToken} from "../lib/ExactToken.sol";
import {FeeMath} from "../lib/FeeMath.sol";
import {Slash, SlashDecision, StakeTypes} from "../lib/StakeTypes.sol";
import {OrderLock, Position, StakePositions} from "./StakePositions.sol";

/// @notice Where a slash stands. Codes are part of the event's meaning and never change.
enum SlashState {
    NONE,
    PENDING, // may be appealed for 48 h, then executed
    APPEALED, // waits for members who did not sign, or the guardian
    UPHELD, // appeal decided for the slash, perhaps with a lower amount
    EXECUTED,
    CANCELLED
}

/// @notice A slash. `amount` is what is still to be taken, `executed` what was, both in base units; `since` is the
/// active time of the last change of state; `proven` means that this contract itself checked the evidence.
struct SlashCase {
    bytes32 positionId;
    bytes32 orderId;
    SlashState state;
    uint8 rule;
    bool proven;
    uint48 since;
    uint128 amount;
    uint128 executed;
    uint128 appealBond;
}

/// @title Proposal, appeal and execution of slashes
/// @notice Nobody profits from a slash but a user who was not served (S4 and S5 only); the rest goes to the treasury.
/// Caps hold whatever the signatures say: per rule, 60 % of the lock per order, 5 % of the node's stake per day (S1),
/// 5 % of all stake per day over all slashes. What exceeds the day's cap is executed on later days and stays pending.
abstract contract SlashProcedure is StakePositions, EIP712 {
    using SafeERC20 for IERC20;
    using ExactToken for IERC20;

    /// @notice Role that decides an appeal if no member does; held by a timelock that is not the operator's.
    bytes32 public constant GUARDIAN_ROLE = keccak256("GUARDIAN_ROLE");
    /// @notice Active seconds in which a slash can be appealed; then it can be executed.
    uint256 public constant PENDING_PERIOD = 48 hours;
    /// @notice Active seconds after an appeal from which the guardian may decide.
    uint256 public constant GUARDIAN_AFTER = 3 days;
    /// @notice Active seconds after which an appeal without decision cancels the slash.
    uint256 public constant DECISION_PERIOD = 7 days;
    /// @notice Bond of an appeal, in basis points of the slash.
    uint256 public constant APPEAL_BOND_BPS = 1_000;
    /// @notice Most that S1 to S3 may take of an order's lock, in basis points.
    uint256 public constant ORDER_CAP_BPS = 6_000;
    /// @notice Most that S1 may propose per node and day, and that all slashes may execute per day, in basis points.
    uint256 public constant DAILY_CAP_BPS = 500;
    /// @notice Most that the user gets of S4 and S5, in basis points.
    uint256 public constant USER_SHARE_BPS = 5_000;
    /// @notice Numbers from here on belong to slashes that this contract proved itself.
    uint64 public constant FIRST_PROVEN_SLASH = 1 << 63;

    uint8 internal constant S1 = 1;
    uint8 internal constant S3 = 3;
    uint8 internal constant S4 = 4;
    uint8 internal constant S5 = 5;

    /// @notice Receives what slashes take.
    address public treasury;
    /// @notice Number of the last slash that this contract proved itself, counted from 0.
    uint64 public provenSlashes;

    /// @dev What S1 proposed against a node on a day (days since 1970), in base units.
    struct DayUse {
        uint64 day;
        uint192 used;
    }

    uint64 private _capDay;
    uint256 private _capBase;
    uint256 private _capUsed;
    mapping(uint64 slashNo => SlashCase) private _cases;
    mapping(uint64 slashNo => mapping(address signer => bool)) private _signedSlash;
    mapping(bytes32 evidenceKey => bool) private _evidenceUsed;
    mapping(bytes32 nodeId => DayUse) private _strikeUse;
    mapping(bytes32 orderId => uint256) private _compensated;

    /// @notice A slash after any change; `amount` is still to be taken, `executed` was taken so far.
    event SlashChanged(
        uint64 eventSeq,
        uint64 indexed slashNo,
        bytes32 indexed positionId,
        bytes32 indexed orderId,
        uint8 rule,
        SlashState state,
        uint256 amount,
        uint256 executed,
        bytes32 evidenceHash
    );
    /// @notice A user was compensated from S4 or S5 for what was not delivered.
    event UserCompensated(uint64 eventSeq, uint64 indexed slashNo, address indexed user, uint256 amount);
    /// @notice The treasury changed.
    event TreasurySet(uint64 eventSeq, address treasury);

    /// @notice The rule takes nothing (S0) or is unknown.
    error InvalidRule(uint8 rule);
    /// @notice The number was used, or belongs to proven slashes.
    error SlashNoUsed(uint64 slashNo);
    /// @notice This evidence was used for this rule, node and order.
    error EvidenceUsed(bytes32 evidenceHash);
    /// @notice The order is not, or no longer, locked by this node.
    error OrderNotLocked(bytes32 orderId, bytes32 nodeId);
    /// @notice More than a cap allows.
    error CapExceeded(uint256 amount, uint256 cap);
    /// @notice The position has nothing left that is not pending already.
    error NothingToSlash(bytes32 positionId);
    /// @notice The slash is in another state.
    error WrongState(uint64 slashNo, SlashState state);
    /// @notice Too early or too late on the active clock.
    error OutOfTime(uint256 activeNow, uint256 boundary);
    /// @notice A slash that the contract proved has no appeal.
    error NotAppealable(uint64 slashNo);
    /// @notice A member who signed the slash cannot decide its appeal.
    error SignedTheSlash(address member);
    /// @notice Too few members who did not sign.
    error NotEnoughDeciders(uint256 given, uint256 needed);
    /// @notice The daily cap of all executions is used up.
    error DailyCapReached(uint256 cap);

    constructor(address treasury_) EIP712("StakeManager", "1") {
        _setTreasury(treasury_);
    }

    /// @notice Opens a slash that a validator quorum signed.
    /// @param slash The slash; `nodeId` may be a validator's `bondId` for S4 and S5.
    /// @param signatures Quorum signatures over its digest, ascending by signer.
    function proposeSlash(Slash calldata slash, bytes[] calldata signatures) external whenNotPaused {
        if (slash.slashNo >= FIRST_PROVEN_SLASH) revert SlashNoUsed(slash.slashNo);
        bytes32 digest = slashDigest(slash);
        validatorSet.checkSignatures(slash.setVersion, digest, signatures);
        address[] memory signers = validatorSet.recoverMembers(slash.setVersion, digest, signatures);
        for (uint256 i = 0; i < signers.length; ++i) {
            _signedSlash[slash.slashNo][signers[i]] = true;
        }
        if (slash.amount > type(uint128).max) revert CapExceeded(slash.amount, type(uint128).max);
        SlashCase memory proposal;
        proposal.positionId = slash.nodeId;
        proposal.orderId = slash.orderId;
        proposal.rule = slash.rule;
        proposal.amount = uint128(slash.amount);
        _openCase(slash.slashNo, proposal, slash.evidenceHash);
    }

    /// @notice Appeals with a bond of 10 %; only the slashed account, within 48 h.
    /// @param slashNo The slash.
    function appeal(uint64 slashNo) external nonReentrant {
        SlashCase storage slashCase = _inState(slashNo, SlashState.PENDING);
        _ownPosition(slashCase.positionId);
        if (slashCase.proven) revert NotAppealable(slashNo);
        uint256 deadline = slashCase.since + PENDING_PERIOD;
        if (activeTime() >= deadline) revert OutOfTime(activeTime(), deadline);
        uint128 appealBond = uint128(slashCase.amount * APPEAL_BOND_BPS / FeeMath.BPS) + 1;
        slashCase.appealBond = appealBond;
        _setState(slashNo, slashCase, SlashState.APPEALED);
        token.pull(msg.sender, appealBond);
    }

    /// @notice Decides an appeal by members who recomputed the evidence and did not sign the slash: one, or two for S4
    /// and S5. The first valid decision counts.
    /// @param decision The decision; amount 0 cancels, a lower amount reduces.
    /// @param signatures Their signatures, ascending by signer.
    function decideAppeal(SlashDecision calldata decision, bytes[] calldata signatures) external {
        SlashCase storage slashCase = _inState(decision.slashNo, SlashState.APPEALED);
        uint256 needed = slashCase.rule >= S4 ? 2 : 1;
        address[] memory signers =
            validatorSet.recoverMembers(decision.setVersion, decisionDigest(decision), signatures);
        if (signers.length < needed) revert NotEnoughDeciders(signers.length, needed);
        for (uint256 i = 0; i < signers.length; ++i) {
            if (_signedSlash[decision.slashNo][signers[i]]) revert SignedTheSlash(signers[i]);
        }
        _decide(decision.slashNo, slashCase, decision.amount);
    }

    /// @notice Decides an appeal that no member decided for 3 days.
    /// @param slashNo The slash.
    /// @param amount Amount to take; 0 cancels.
    function guardianDecide(uint64 slashNo, uint256 amount) external onlyRole(GUARDIAN_ROLE) {
        SlashCase storage slashCase = _inState(slashNo, SlashState.APPEALED);
        uint256 earliest = slashCase.since + GUARDIAN_AFTER;
        if (activeTime() < earliest) revert OutOfTime(activeTime(), earliest);
        _decide(slashNo, slashCase, amount);
    }

    /// @notice Cancels a slash whose appeal nobody decided for 7 days. Anybody may call it.
    /// @param slashNo The slash.
    function cancelUndecided(uint64 slashNo) external {
        SlashCase storage slashCase = _inState(slashNo, SlashState.APPEALED);
        uint256 earliest = slashCase.since + DECISION_PERIOD;
        if (activeTime() < earliest) revert OutOfTime(activeTime(), earliest);
        _cancel(slashNo, slashCase);
    }

    /// @notice Takes as much of a due slash as the day's cap allows; the rest stays pending. Anybody may call it.
    /// @param slashNo The slash.
    /// @return taken Base units taken now.
    function executeSlash(uint64 slashNo) external whenNotPaused returns (uint256 taken) {
        SlashCase storage slashCase = _cases[slashNo];
        if (slashCase.state == SlashState.PENDING) {
            uint256 due = slashCase.since + PENDING_PERIOD;
            if (activeTime() < due) revert OutOfTime(activeTime(), due);
        } else if (slashCase.state != SlashState.UPHELD) {
            revert WrongState(slashNo, slashCase.state);
        }
        taken = _useDailyCap(slashCase.amount);
        slashCase.amount -= uint128(taken);
        slashCase.executed += uint128(taken);
        _takeFromPosition(slashCase, uint128(taken));
        if (slashCase.amount == 0) slashCase.state = SlashState.EXECUTED;
        _distribute(slashNo, slashCase, taken);
        _emitCase(slashNo, slashCase, bytes32(0));
        _emitChanged(slashCase.positionId, _positions[slashCase.positionId]);
    }

    /// @notice Changes the treasury, for slashes executed from now on.
    /// @param treasury_ The treasury.
    function setTreasury(address treasury_) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _setTreasury(treasury_);
    }

    /// @notice A slash.
    /// @param slashNo Its number.
    /// @return The slash; all zero if unknown.
    function slashOf(uint64 slashNo) external view returns (SlashCase memory) {
        return _cases[slashNo];
    }

    /// @notice EIP-712 digest of a slash, as validators sign it.
    /// @param slash The slash.
    /// @return Digest in this contract's domain.
    function slashDigest(Slash calldata slash) public view returns (bytes32) {
        return _hashTypedDataV4(StakeTypes.hash(slash));
    }

    /// @notice EIP-712 digest of a decision on an appeal.
    /// @param decision The decision.
    /// @return Digest in this contract's domain.
    function decisionDigest(SlashDecision calldata decision) public view returns (bytes32) {
        return _hashTypedDataV4(StakeTypes.hash(decision));
    }

    /// @notice The EIP-712 domain separator.
    /// @return Separator for this chain and address.
    function domainSeparator() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @dev Opens a slash of 25 % of the position for evidence that this contract checked itself.
    function _openProven(bytes32 positionId, bytes32 orderId, bytes32 evidenceHash) internal returns (uint64 slashNo) {
        slashNo = FIRST_PROVEN_SLASH + provenSlashes++;
        SlashCase memory proposal;
        proposal.positionId = positionId;
        proposal.orderId = _locks[orderId].nodeId == positionId ? orderId : bytes32(0);
        proposal.rule = S4;
        proposal.proven = true;
        proposal.amount = uint128(_positions[positionId].total * _ruleBps(S4) / FeeMath.BPS);
        _openCase(slashNo, proposal, evidenceHash);
    }

    function _openCase(uint64 slashNo, SlashCase memory proposal, bytes32 evidenceHash) private {
        if (_cases[slashNo].state != SlashState.NONE) revert SlashNoUsed(slashNo);
        // One proven lie is one slash, whichever of its two statements comes first.
        bytes32 orderOfKey = proposal.proven ? bytes32(0) : proposal.orderId;
        bytes32 evidenceKey =
            keccak256(abi.encode(proposal.proven, proposal.rule, proposal.positionId, orderOfKey, evidenceHash));
        if (_evidenceUsed[evidenceKey]) revert EvidenceUsed(evidenceHash);
        _evidenceUsed[evidenceKey] = true;
        Position storage position = _positions[proposal.positionId];
        if (proposal.rule == 0 || proposal.rule > S5) revert InvalidRule(proposal.rule);
        if (proposal.rule <= S3) _chargeOrder(proposal, position.total);
        else _checkSevere(proposal, position.total);
        uint128 available = position.total - position.pendingSlash;
        if (proposal.amount > available) proposal.amount = available;
        if (proposal.amount == 0) revert NothingToSlash(proposal.positionId);
        position.pendingSlash += proposal.amount;
        proposal.state = SlashState.PENDING;
        proposal.since = uint48(activeTime());
        _cases[slashNo] = proposal;
        _emitCase(slashNo, _cases[slashNo], evidenceHash);
    }

    /// @dev S1 to S3: a part of the order's lock, 60 % over all slashes of the order.
    function _chargeOrder(SlashCase memory proposal, uint256 stakeTotal) private {
        OrderLock storage lock_ = _locks[proposal.orderId];
        if (lock_.nodeId != proposal.positionId || lock_.original == 0) {
            revert OrderNotLocked(proposal.orderId, proposal.positionId);
        }
        _checkCap(proposal.amount, lock_.original * _ruleBps(proposal.rule) / FeeMath.BPS);
        uint256 charged = uint256(lock_.charged) + proposal.amount;
        _checkCap(charged, lock_.original * ORDER_CAP_BPS / FeeMath.BPS);
        lock_.charged = uint128(charged);
        if (proposal.rule == S1) {
            DayUse storage use = _strikeUse[proposal.positionId];
            uint64 day = uint64(block.timestamp / 1 days);
            uint256 used = (use.day == day ? use.used : 0) + proposal.amount;
            _checkCap(used, stakeTotal * DAILY_CAP_BPS / FeeMath.BPS);
            use.day = day;
            use.used = uint192(used);
        }
    }

    /// @dev S4 and S5: a part of the whole stake; an order named must be the node's.
    function _checkSevere(SlashCase memory proposal, uint256 stakeTotal) private view {
        if (proposal.orderId != bytes32(0) && _locks[proposal.orderId].nodeId != proposal.positionId) {
            revert OrderNotLocked(proposal.orderId, proposal.positionId);
        }
        _checkCap(proposal.amount, stakeTotal * _ruleBps(proposal.rule) / FeeMath.BPS);
    }

    /// @dev S1 25 bps, S2 50 % and S3 500 bps of the lock; S4 25 % and S5 100 % of the stake.
    function _ruleBps(uint8 rule) private pure returns (uint256) {
        if (rule == S1) return 25;
        if (rule == S3) return 500;
        if (rule == S4) return 2_500;
        if (rule == S5) return 10_000;
        return 5_000;
    }

    function _checkCap(uint256 amount, uint256 cap) private pure {
        if (amount > cap) revert CapExceeded(amount, cap);
    }

    function _decide(uint64 slashNo, SlashCase storage slashCase, uint256 amount) private {
        uint256 deadline = slashCase.since + DECISION_PERIOD;
        if (activeTime() >= deadline) revert OutOfTime(activeTime(), deadline);
        if (amount > slashCase.amount) revert CapExceeded(amount, slashCase.amount);
        if (amount == 0) {
            _cancel(slashNo, slashCase);
            return;
        }
        bool isReduced = amount < slashCase.amount;
        _unreserve(slashCase, slashCase.amount - uint128(amount));
        _settleBond(slashCase, isReduced ? _positions[slashCase.positionId].account : treasury);
        _setState(slashNo, slashCase, SlashState.UPHELD);
    }

    function _cancel(uint64 slashNo, SlashCase storage slashCase) private {
        _unreserve(slashCase, slashCase.amount);
        _settleBond(slashCase, _positions[slashCase.positionId].account);
        _setState(slashNo, slashCase, SlashState.CANCELLED);
    }

    /// @dev Gives up part of a pending slash.
    function _unreserve(SlashCase storage slashCase, uint128 amount) private {
        slashCase.amount -= amount;
        _positions[slashCase.positionId].pendingSlash -= amount;
        if (slashCase.rule <= S3) _locks[slashCase.orderId].charged -= amount;
    }

    function _settleBond(SlashCase storage slashCase, address receiver) private {
        credit[receiver] += slashCase.appealBond;
        slashCase.appealBond = 0;
    }

    function _useDailyCap(uint256 wanted) private returns (uint256 taken) {
        uint64 day = uint64(block.timestamp / 1 days);
        if (day != _capDay) {
            _capDay = day;
            _capBase = totalStaked;
            _capUsed = 0;
        }
        uint256 cap = _capBase * DAILY_CAP_BPS / FeeMath.BPS;
        taken = cap - _capUsed < wanted ? cap - _capUsed : wanted;
        if (taken == 0) revert DailyCapReached(cap);
        _capUsed += taken;
    }

    function _takeFromPosition(SlashCase storage slashCase, uint128 taken) private {
        Position storage position = _positions[slashCase.positionId];
        position.total -= taken;
        position.pendingSlash -= taken;
        if (position.unbonding > position.total) position.unbonding = position.total;
        totalStaked -= taken;
        if (slashCase.rule <= S3) {
            OrderLock storage lock_ = _locks[slashCase.orderId];
            uint128 unlocked = taken < lock_.remaining ? taken : lock_.remaining;
            lock_.remaining -= unlocked;
            position.locked -= unlocked;
        }
    }

    /// @dev The user of S4 and S5 gets at most half, and over all slashes at most what was not delivered.
    function _distribute(uint64 slashNo, SlashCase storage slashCase, uint256 taken) private {
        uint256 toUser = 0;
        bytes32 orderId = slashCase.orderId;
        if (slashCase.rule >= S4 && orderId != bytes32(0)) {
            (address user, uint256 undelivered) = orderEscrow.undelivered(orderId);
            uint256 left = undelivered > _compensated[orderId] ? undelivered - _compensated[orderId] : 0;
            toUser = taken * USER_SHARE_BPS / FeeMath.BPS;
            if (toUser > left) toUser = left;
            if (toUser != 0) {
                _compensated[orderId] += toUser;
                credit[user] += toUser;
                emit UserCompensated(_nextEventSeq(), slashNo, user, toUser);
            }
        }
        credit[treasury] += taken - toUser;
    }

    function _inState(uint64 slashNo, SlashState state) private view returns (SlashCase storage slashCase) {
        slashCase = _cases[slashNo];
        if (slashCase.state != state) revert WrongState(slashNo, slashCase.state);
    }

    function _setState(uint64 slashNo, SlashCase storage slashCase, SlashState state) private {
        slashCase.state = state;
        slashCase.since = uint48(activeTime());
        _emitCase(slashNo, slashCase, bytes32(0));
    }

    function _emitCase(uint64 slashNo, SlashCase storage slashCase, bytes32 evidenceHash) private {
        emit SlashChanged(
            _nextEventSeq(),
            slashNo,
            slashCase.positionId,
            slashCase.orderId,
            slashCase.rule,
            slashCase.state,
            slashCase.amount,
            slashCase.executed,
            evidenceHash
        );
    }

    function _setTreasury(address treasury_) private {
        if (treasury_ == address(0)) revert ZeroAddress();
        treasury = treasury_;
        emit TreasurySet(_nextEventSeq(), treasury_);
    }
}
