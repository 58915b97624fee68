// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {INodeRegistry} from "./interfaces/INodeRegistry.sol";
import {IOrderEscrow} from "./interfaces/IOrderEscrow.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {IValidatorSet} from "./interfaces/IValidatorSet.sol";
import {BoundedPause} from "./lib/BoundedPause.sol";
import {ExactToken, PermitData} from "./lib/ExactToken.sol";
import {FeeMath} from "./lib/FeeMath.sol";
import {OrderMoney, OrderMoneyMath, SkipReason} from "./lib/OrderMoney.sol";
import {OrderPaid, OrderPaidMath} from "./lib/OrderPaid.sol";
import {PackedItems} from "./lib/PackedItems.sol";
import {Order, OrderTypes, SettlementBatch} from "./lib/OrderTypes.sol";

/// @notice Whose money a withdrawal is. Codes are part of the event's meaning and never change.
enum WithdrawalKind {
    PROVIDER,
    USER_REFUND,
    PLATFORM_FEE,
    VALIDATOR_REWARD
}

/// @notice All numbers of one order, in base units; times in Unix seconds, `closedAt` 0 while open.
struct OrderState {
    address user;
    address payee;
    uint16 feeBps;
    uint16 validatorShareBps;
    uint256 deposit;
    uint256 releasedCum;
    uint256 refundedCum;
    uint256 feeCum;
    uint256 providerWithdrawn;
    uint256 userWithdrawn;
    uint256 feeWithdrawn;
    uint64 reclaimAfter;
    uint64 closedAt;
    bool closed;
}

/// @title The deposits of all orders
/// @notice A deposit moves only by cumulative amounts that a validator quorum signed, or back to the user when nobody
/// settled for 7 days after everything should have ended. Settling, withdrawing and reclaiming are open to everybody
/// and cannot be paused; money goes only to the accounts frozen in the order and to the two fee accounts.
contract OrderEscrow is IOrderEscrow, EIP712, BoundedPause, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using ExactToken for IERC20;
    using OrderMoneyMath for OrderMoney;

    /// @notice Part of the price that is locked from the node's stake, in basis points.
    uint256 public constant ORDER_LOCK_BPS = 3_000;
    /// @notice Highest fee an order may carry, in basis points.
    uint256 public constant MAX_FEE_BPS = 2_000;
    /// @notice An order ends this many seconds from its opening at the latest (7 of the 14 days of unbonding).
    uint256 public constant MAX_TERM = 7 days;
    /// @notice Longest time between openBefore and acceptBefore, in seconds.
    uint256 public constant MAX_ACCEPTANCE = 1 days;
    /// @notice reclaimAfter = openBefore + duration + this: 24 h attestation hold + 24 h grace + 7 days.
    uint256 public constant RECLAIM_DELAY = 24 hours + 24 hours + 7 days;
    /// @notice Most items of a batch: the dearest one then stays below 4 M gas (snapshots/OrderEscrow.json).
    uint256 public constant MAX_BATCH_ITEMS = 500;
    /// @notice Most items of a batch by the plain door, which is dearer; a larger batch goes through `settlePacked`.
    uint256 public constant MAX_PLAIN_ITEMS = 450;
    /// @notice Most orders of one withdrawal.
    uint256 public constant MAX_WITHDRAWAL_ORDERS = 200;
    /// @notice Modes an order can have: EXCLUSIVE (1) and SHARED (2).
    uint8 private constant MODE_EXCLUSIVE = 1;
    uint8 private constant MODE_SHARED = 2;
    uint8 private constant MAX_DATA_PROTECTION = 2;

    /// @notice The one token this market is paid in.
    IERC20 public immutable token;
    /// @notice Names the accounts of a node.
    INodeRegistry public immutable nodeRegistry;
    /// @notice Holds the nodes' stakes.
    IStakeManager public immutable stakeManager;
    /// @notice The validators whose quorum settles.
    IValidatorSet public immutable validatorSet;
    /// @notice Receives the platform's part of fees.
    address public treasury;
    /// @notice Receives the validators' part of fees.
    address public validatorRewards;

    /// @dev Four words, all written at opening: no later door turns a zero word into a used one.
    struct OrderSlots {
        OrderMoney money; // word 1: the only one that settling, closing and reclaiming write
        address user; // word 2: 160 + 40 + 16 bits
        uint40 reclaimAfter;
        uint16 feeBps;
        address payee; // word 3
        uint16 validatorShareBps;
        OrderPaid paid; // word 4
    }

    mapping(bytes32 orderId => OrderSlots) private _orders;

    /// @notice A deposit arrived. `openedAt` is the block's time in Unix seconds.
    event EscrowOpened(
        uint64 eventSeq,
        bytes32 indexed orderId,
        address indexed user,
        bytes32 indexed nodeId,
        uint256 deposit,
        uint64 openedAt
    );
    /// @notice A batch was settled. `items` holds per item, in the batch's order: orderId (32 bytes), flags (1: bit 0 =
    /// final, bit 1 = a refund follows, bits 4-7 = SkipReason, 0 if the item is in force), releasedCum (11) and, with
    /// bit 1, refundedCum (11, else it is 0). So a follower learns every cumulative amount from one event.
    event BatchSettled(
        uint64 eventSeq, bytes32 indexed batchId, uint64 batchNo, uint32 applied, uint32 skipped, bytes items
    );
    /// @notice An item of a batch was not applied; the rest of the batch was.
    event ItemSkipped(uint64 eventSeq, bytes32 indexed orderId, SkipReason reason);
    /// @notice Nobody settled in time and the rest of the deposit became refundable. The order is closed.
    event OrderReclaimed(uint64 eventSeq, bytes32 indexed orderId, uint256 releasedCum, uint256 refundedCum);
    /// @notice Money left the escrow. `kind` is a WithdrawalKind.
    event Withdrawn(
        uint64 eventSeq, address indexed account, bytes32 indexed orderId, uint256 amount, WithdrawalKind kind
    );
    /// @notice The fee accounts changed.
    event FeeAccountsSet(uint64 eventSeq, address treasury, address validatorRewards);

    /// @notice An address is zero.
    error ZeroAddress();
    /// @notice The order is for another token.
    error WrongToken(address given);
    /// @notice The price is zero or above 2^84 - 1 base units.
    error PriceOutOfRange(uint256 totalPrice);
    /// @notice The fee or the validators' share is too high.
    error FeeOutOfRange(uint16 feeBps, uint16 validatorShareBps);
    /// @notice The mode, phi or data protection is not one that an order can have.
    error InvalidTerms(uint8 mode, uint16 phiBps, uint8 dataProtection);
    /// @notice The order could be opened until `openBefore`.
    error TooLate(uint64 openBefore);
    /// @notice The order would end too late, has no duration, or leaves the provider too long to accept.
    error TermOutOfRange(uint256 durationSeconds, uint256 openBefore, uint256 acceptBefore);
    /// @notice The order is not signed by its user.
    error NotSignedByUser(address recovered);
    /// @notice Provider, stake account or payee differ from the registry, or the node is unknown.
    error PartiesDiffer(bytes32 nodeId);
    /// @notice The node's attestation has run out.
    error AttestationExpired(bytes32 nodeId, uint64 validUntil);
    /// @notice The order was opened before.
    error AlreadyOpened(bytes32 orderId);
    /// @notice A batch is empty or too large.
    error BatchSizeOutOfRange(uint256 items);
    /// @notice Packed items are cut short, or have a flag other than bits 0 and 1.
    error MalformedItems();
    /// @notice The order is unknown.
    error UnknownOrder(bytes32 orderId);
    /// @notice The order is closed.
    error OrderClosed(bytes32 orderId);
    /// @notice The deposit can be reclaimed from `reclaimAfter` (Unix seconds) on.
    error TooEarly(uint64 reclaimAfter);
    /// @notice Too many orders in one withdrawal.
    error TooManyOrders(uint256 count);
    /// @notice The account is neither user nor payee of the order.
    error NotAParty(address account, bytes32 orderId);
    /// @notice There is nothing to withdraw.
    error NothingToWithdraw();

    /// @notice Deploys an empty escrow.
    /// @param token_ The market's token; must not take fees on transfer.
    /// @param nodeRegistry_ The node registry.
    /// @param stakeManager_ The stake manager, which must name this contract as its escrow once.
    /// @param validatorSet_ The validator set.
    /// @param treasury_ Receives the platform's part of fees.
    /// @param validatorRewards_ Receives the validators' part of fees.
    /// @param admin Gets the admin and pauser roles; hand both over on a public network.
    constructor(
        IERC20 token_,
        INodeRegistry nodeRegistry_,
        IStakeManager stakeManager_,
        IValidatorSet validatorSet_,
        address treasury_,
        address validatorRewards_,
        address admin
    ) EIP712("OrderEscrow", "1") {
        if (
            address(token_) == address(0) || address(nodeRegistry_) == address(0)
                || address(stakeManager_) == address(0) || address(validatorSet_) == address(0) || admin == address(0)
        ) revert ZeroAddress();
        token = token_;
        nodeRegistry = nodeRegistry_;
        stakeManager = stakeManager_;
        validatorSet = validatorSet_;
        _setFeeAccounts(treasury_, validatorRewards_);
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(PAUSER_ROLE, admin);
    }

    /// @notice Opens an order: takes the whole price from the user and locks the node's stake. Anybody may send it.
    /// @param order_ The order, with the parties the registry names for the node.
    /// @param userSignature The user's signature over the order's digest.
    /// @param permit Optional permit for the deposit; deadline 0 means none.
    /// @return orderId hashStruct of the order.
    function open(Order calldata order_, bytes calldata userSignature, PermitData calldata permit)
        external
        nonReentrant
        whenNotPaused
        returns (bytes32 orderId)
    {
        _checkTerms(order_);
        orderId = OrderTypes.hash(order_);
        address signer = ECDSA.recoverCalldata(_hashTypedDataV4(orderId), userSignature);
        if (signer != order_.user) revert NotSignedByUser(signer);
        if (_orders[orderId].money.deposit() != 0) revert AlreadyOpened(orderId);
        _checkNode(order_);

        uint256 reclaimAfter = uint256(order_.openBefore) + order_.durationSeconds + RECLAIM_DELAY;
        OrderSlots storage slots = _orders[orderId];
        slots.money = OrderMoneyMath.opened(order_.totalPrice);
        slots.user = order_.user;
        slots.reclaimAfter = uint40(reclaimAfter);
        slots.feeBps = order_.feeBps;
        slots.payee = order_.payee;
        slots.validatorShareBps = order_.validatorShareBps;
        slots.paid = OrderPaidMath.opened();
        emit EscrowOpened(
            _nextEventSeq(), orderId, order_.user, order_.nodeId, order_.totalPrice, uint64(block.timestamp)
        );

        uint256 lockAmount = order_.totalPrice * ORDER_LOCK_BPS / FeeMath.BPS;
        stakeManager.lock(orderId, order_.nodeId, order_.stakeAccount, lockAmount);
        token.tryPermit(order_.user, permit);
        token.pull(order_.user, order_.totalPrice);
    }

    /// @notice Settles a batch of cumulative amounts that a validator quorum signed. Anybody may post it, any number
    /// of times, in any order: an item that is older than what is in force, or impossible, is skipped and reported.
    /// @param batch The batch; a party of an order may ask the validators for one with this single order.
    /// @param signatures Quorum signatures over its digest, ascending by signer.
    /// @return applied Items now in force.
    /// @return skipped Items not applied.
    function settle(SettlementBatch calldata batch, bytes[] calldata signatures)
        external
        nonReentrant
        returns (uint32 applied, uint32 skipped)
    {
        if (batch.items.length > MAX_PLAIN_ITEMS) revert BatchSizeOutOfRange(batch.items.length);
        (bytes memory packed, bytes32 itemsHash) = PackedItems.pack(batch.items);
        (, uint256 count, uint32 skippedItems) = _settle(packed);
        return
            _conclude(
                batch.setVersion, batch.batchNo, batch.asOfEpoch, itemsHash, signatures, count, skippedItems, packed
            );
    }

    /// @notice The same as `settle` for less gas: the items come as 44 or 55 bytes each, the form of
    /// `BatchSettled.items` without a SkipReason. The digest that was signed is that of the plain SettlementBatch.
    /// @param setVersion Version of the validator set that signed.
    /// @param batchNo Number of the batch.
    /// @param asOfEpoch Epoch up to which the amounts count.
    /// @param items Packed items.
    /// @param signatures Quorum signatures over the batch's digest, ascending by signer.
    /// @return applied Items now in force.
    /// @return skipped Items not applied.
    function settlePacked(
        uint64 setVersion,
        uint64 batchNo,
        uint64 asOfEpoch,
        bytes calldata items,
        bytes[] calldata signatures
    ) external nonReentrant returns (uint32 applied, uint32 skipped) {
        bytes memory packed = PackedItems.load(items);
        (bytes32 itemsHash, uint256 count, uint32 skippedItems) = _settle(packed);
        if (count > MAX_BATCH_ITEMS) revert BatchSizeOutOfRange(count);
        return _conclude(setVersion, batchNo, asOfEpoch, itemsHash, signatures, count, skippedItems, packed);
    }

    /// @notice Gives the part that was not released back to the user when nobody settled in time: from
    /// `reclaimAfter` on, while the order is open. Anybody may call it; the user withdraws.
    /// @param orderId The order.
    function reclaim(bytes32 orderId) external nonReentrant {
        OrderMoney money = _orders[orderId].money;
        uint256 amount = money.deposit();
        if (amount == 0) revert UnknownOrder(orderId);
        if (money.isClosed()) revert OrderClosed(orderId);
        uint64 reclaimAfter = _orders[orderId].reclaimAfter;
        if (block.timestamp < reclaimAfter) revert TooEarly(reclaimAfter);
        uint256 released = money.releasedCum();
        // The whole rest, not less than what was refunded before: the cap and the monotone rule hold, so it moves.
        _orders[orderId].money = money.tryMove(released, amount - released, block.timestamp);
        emit OrderReclaimed(_nextEventSeq(), orderId, released, amount - released);
    }

    /// @notice Pays the caller what it earned as payee and what was refunded to it as user, over the given orders.
    /// @param orderIds Orders in which the caller is payee or user.
    /// @param to Receives the sum.
    /// @return total Base units paid.
    function withdraw(bytes32[] calldata orderIds, address to) external nonReentrant returns (uint256 total) {
        return _withdraw(msg.sender, orderIds, to);
    }

    /// @notice The same on behalf of an account; the money goes to that account only. Anybody may pay the gas.
    /// @param account Payee or user of every order given.
    /// @param orderIds The orders.
    /// @return total Base units paid.
    function withdrawFor(address account, bytes32[] calldata orderIds) external nonReentrant returns (uint256 total) {
        return _withdraw(account, orderIds, account);
    }

    /// @notice Pays the fees of the given orders to the treasury and to the validators' account. Anybody may call it.
    /// @param orderIds The orders.
    /// @return platformFee Base units paid to the treasury.
    /// @return validatorReward Base units paid to the validators' account.
    function withdrawFees(bytes32[] calldata orderIds)
        external
        nonReentrant
        returns (uint256 platformFee, uint256 validatorReward)
    {
        if (orderIds.length > MAX_WITHDRAWAL_ORDERS) revert TooManyOrders(orderIds.length);
        for (uint256 i = 0; i < orderIds.length; ++i) {
            bytes32 orderId = orderIds[i];
            OrderPaid paid = _orders[orderId].paid;
            uint256 feeCum = _feeCum(orderId);
            if (feeCum == paid.fee()) continue;
            (uint256 platformPart, uint256 validatorPart) = _splitFee(orderId, paid.fee(), feeCum);
            _orders[orderId].paid = paid.withFee(feeCum);
            platformFee += platformPart;
            validatorReward += validatorPart;
            _emitWithdrawn(treasury, orderId, platformPart, WithdrawalKind.PLATFORM_FEE);
            _emitWithdrawn(validatorRewards, orderId, validatorPart, WithdrawalKind.VALIDATOR_REWARD);
        }
        if (platformFee + validatorReward == 0) revert NothingToWithdraw();
        if (platformFee != 0) token.safeTransfer(treasury, platformFee);
        if (validatorReward != 0) token.safeTransfer(validatorRewards, validatorReward);
    }

    /// @notice Changes the fee accounts, for all fees not yet withdrawn.
    /// @param treasury_ Receives the platform's part.
    /// @param validatorRewards_ Receives the validators' part.
    function setFeeAccounts(address treasury_, address validatorRewards_) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _setFeeAccounts(treasury_, validatorRewards_);
    }

    /// @notice All numbers of an order; all zero for an unknown one.
    /// @param orderId The order.
    /// @return state The order's numbers.
    function order(bytes32 orderId) external view returns (OrderState memory state) {
        OrderMoney money = _orders[orderId].money;
        OrderSlots storage slots = _orders[orderId];
        OrderPaid paid = _orders[orderId].paid;
        state.user = slots.user;
        state.payee = _orders[orderId].payee;
        state.feeBps = slots.feeBps;
        state.validatorShareBps = _orders[orderId].validatorShareBps;
        state.deposit = money.deposit();
        state.releasedCum = money.releasedCum();
        state.refundedCum = money.refundedCum();
        state.feeCum = _feeCum(orderId);
        state.providerWithdrawn = paid.provider();
        state.userWithdrawn = paid.user();
        state.feeWithdrawn = paid.fee();
        state.reclaimAfter = slots.reclaimAfter;
        state.closedAt = uint64(money.closedAt());
        state.closed = money.isClosed();
    }

    /// @notice What can be withdrawn from an order now, in base units.
    /// @param orderId The order.
    /// @return provider For the payee.
    /// @return user For the user.
    /// @return platformFee For the treasury.
    /// @return validatorReward For the validators' account.
    function withdrawable(bytes32 orderId)
        external
        view
        returns (uint256 provider, uint256 user, uint256 platformFee, uint256 validatorReward)
    {
        OrderMoney money = _orders[orderId].money;
        OrderPaid paid = _orders[orderId].paid;
        uint256 feeCum = _feeCum(orderId);
        provider = money.releasedCum() - feeCum - paid.provider();
        user = money.refundedCum() - paid.user();
        (platformFee, validatorReward) = _splitFee(orderId, paid.fee(), feeCum);
    }

    /// @inheritdoc IOrderEscrow
    function closure(bytes32 orderId) external view returns (uint64 closedAt, uint256 releasedCum) {
        OrderMoney money = _orders[orderId].money;
        return (uint64(money.closedAt()), money.releasedCum());
    }

    /// @inheritdoc IOrderEscrow
    function undelivered(bytes32 orderId) external view returns (address user, uint256 amount) {
        OrderMoney money = _orders[orderId].money;
        return (_orders[orderId].user, money.deposit() - money.releasedCum());
    }

    /// @notice orderId = hashStruct(Order).
    /// @param order_ The order.
    /// @return The id, the same on every chain and in every service.
    function orderIdOf(Order calldata order_) external pure returns (bytes32) {
        return OrderTypes.hash(order_);
    }

    /// @notice EIP-712 digest that the user signs.
    /// @param order_ The order.
    /// @return Digest in this contract's domain.
    function orderDigest(Order calldata order_) external view returns (bytes32) {
        return _hashTypedDataV4(OrderTypes.hash(order_));
    }

    /// @notice EIP-712 digest that validators sign; it is also the batchId.
    /// @param batch The batch.
    /// @return Digest in this contract's domain.
    function batchDigest(SettlementBatch calldata batch) external view returns (bytes32) {
        (, bytes32 itemsHash) = PackedItems.pack(batch.items);
        return _hashTypedDataV4(OrderTypes.hashBatch(batch.setVersion, batch.batchNo, batch.asOfEpoch, itemsHash));
    }

    /// @notice The EIP-712 domain separator.
    /// @return Separator for this chain and address.
    function domainSeparator() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @dev Applies packed items and hashes their plain form in the same pass. The hash is what the quorum signed, so
    /// `_conclude` must follow; nothing is called in between and a failed check reverts everything.
    function _settle(bytes memory packed) private returns (bytes32 itemsHash, uint256 count, uint32 skipped) {
        (uint256 place, uint256 end) = PackedItems.guard(packed);
        uint256 words = PackedItems.startHashes(packed);
        uint256 hashPlace = words + PackedItems.ITEM_WORDS_BYTES;
        while (true) {
            uint256 before = place;
            (place, hashPlace) = _settleReleases(place, words, hashPlace);
            (place, hashPlace) = _settleRefunds(place, words, hashPlace);
            if (place >= end) break;
            if (place != before) continue;
            (bytes32 orderId, uint256 flags, uint256 released, uint256 refunded, uint256 next) = PackedItems.get(place);
            bool isFinal = flags & PackedItems.FLAG_FINAL != 0;
            if (next > end || flags > PackedItems.FLAG_FINAL | PackedItems.FLAG_REFUND) revert MalformedItems();
            PackedItems.hashItem(words, hashPlace, orderId, released, refunded, isFinal ? 1 : 0);
            if (!_settleOther(place, orderId, released, refunded, isFinal)) ++skipped;
            place = next;
            hashPlace += 32;
        }
        if (place != end) revert MalformedItems();
        (itemsHash, count) = PackedItems.endHashes(words, hashPlace);
    }

    /// @dev The commonest items, those without a refund that raise what is released of an open order, in as few steps as
    /// possible; stops at the first other item and at the guard behind the last. The conditions are those of
    /// `OrderMoneyMath.tryMove`, and the rest of its cases is left to it; a test compares the two.
    /// @param place Place of an item.
    /// @param words As of `PackedItems.startHashes`.
    /// @param hashPlace Where the item's hash goes.
    /// @return Place of the first item that is left.
    /// @return Where that item's hash goes.
    function _settleReleases(uint256 place, uint256 words, uint256 hashPlace) private returns (uint256, uint256) {
        assembly ("memory-safe") {
            // 84 ones, in a variable: the compiler would compute a constant of this size again in every turn
            let amountMask := shr(add(172, iszero(calldatasize())), not(0))
            mstore(32, _orders.slot)
            for {} 1 {} {
                let tail := mload(add(place, 32))
                if shr(248, tail) { break } // flags
                let orderId := mload(place)
                let released := shr(160, tail)
                mstore(0, orderId)
                mstore(add(words, 32), orderId)
                mstore(add(words, 64), released)
                let slot := keccak256(0, 64)
                let word := sload(slot)
                // What was released, or more than any deposit if the order had a refund or is closed.
                let before := shr(84, word)
                if or(gt(released, and(word, amountMask)), iszero(gt(released, before))) { break }
                sstore(slot, add(word, shl(84, sub(released, before))))
                mstore(hashPlace, keccak256(words, 160))
                hashPlace := add(hashPlace, 32)
                place := add(place, 44)
            }
        }
        return (place, hashPlace);
    }

    /// @dev The same for items with a refund or the final flag that move an open order.
    /// @param place Place of an item.
    /// @param words As of `PackedItems.startHashes`.
    /// @param hashPlace Where the item's hash goes.
    /// @return Place of the first item that is left.
    /// @return Where that item's hash goes.
    function _settleRefunds(uint256 place, uint256 words, uint256 hashPlace) private returns (uint256, uint256) {
        assembly ("memory-safe") {
            let amountMask := shr(add(172, iszero(calldatasize())), not(0))
            let itemMask := shr(add(168, iszero(calldatasize())), not(0)) // 88 ones
            mstore(32, _orders.slot)
            for {} 1 {} {
                let tail := mload(add(place, 32))
                let flags := shr(248, tail)
                if gt(sub(flags, 1), 2) { break } // 1 .. 3
                let released := and(shr(160, tail), itemMask)
                let refunded := 0
                let size := 44
                if and(flags, 2) {
                    refunded := and(shr(72, tail), itemMask)
                    size := 55
                }
                let isFinal := and(flags, 1)
                let orderId := mload(place)
                mstore(0, orderId)
                let slot := keccak256(0, 64)
                let word := sload(slot)
                let deposited := and(word, amountMask)
                let given := add(released, refunded)
                // 1 <= given <= deposit, all of it if final, and nothing lower than before. The top part of the word
                // with the closed flag exceeds every amount of a closed order.
                if or(
                    or(iszero(lt(sub(given, 1), deposited)), and(isFinal, lt(given, deposited))),
                    or(lt(released, and(shr(84, word), amountMask)), lt(refunded, shr(168, word)))
                ) { break }
                let top := refunded
                if isFinal { top := or(timestamp(), shl(84, 1)) }
                sstore(slot, or(or(deposited, shl(84, released)), shl(168, top)))
                mstore(add(words, 32), orderId)
                mstore(add(words, 64), released)
                mstore(add(words, 96), refunded)
                mstore(add(words, 128), isFinal)
                mstore(hashPlace, keccak256(words, 160))
                mstore(add(words, 96), 0)
                mstore(add(words, 128), 0)
                hashPlace := add(hashPlace, 32)
                place := add(place, size)
            }
        }
        return (place, hashPlace);
    }

    /// @dev An item that repeats what is in force, or is skipped with an event of its own; any other moves as well.
    /// @return False if it was skipped.
    function _settleOther(uint256 place, bytes32 orderId, uint256 released, uint256 refunded, bool isFinal)
        private
        returns (bool)
    {
        OrderMoney money = _orders[orderId].money;
        OrderMoney moved = money.tryMove(released, refunded, isFinal ? block.timestamp : 0);
        if (OrderMoney.unwrap(moved) != 0) {
            _orders[orderId].money = moved;
            return true;
        }
        SkipReason reason = money.whyNot(released, refunded);
        if (reason == SkipReason.NONE) return true;
        PackedItems.mark(place, reason);
        emit ItemSkipped(_nextEventSeq(), orderId, reason);
        return false;
    }

    /// @dev The batch counts only if a quorum signed its plain form.
    function _conclude(
        uint64 setVersion,
        uint64 batchNo,
        uint64 asOfEpoch,
        bytes32 itemsHash,
        bytes[] calldata signatures,
        uint256 count,
        uint32 skipped,
        bytes memory packed
    ) private returns (uint32 applied, uint32) {
        if (count == 0) revert BatchSizeOutOfRange(0);
        bytes32 batchId = _hashTypedDataV4(OrderTypes.hashBatch(setVersion, batchNo, asOfEpoch, itemsHash));
        validatorSet.checkSignatures(setVersion, batchId, signatures);
        applied = uint32(count) - skipped;
        PackedItems.emitSettled(BatchSettled.selector, _nextEventSeq(), batchId, batchNo, applied, skipped, packed);
        return (applied, skipped);
    }

    function _withdraw(address account, bytes32[] calldata orderIds, address to) private returns (uint256 total) {
        if (to == address(0)) revert ZeroAddress();
        if (orderIds.length > MAX_WITHDRAWAL_ORDERS) revert TooManyOrders(orderIds.length);
        for (uint256 i = 0; i < orderIds.length; ++i) {
            bytes32 orderId = orderIds[i];
            OrderMoney money = _orders[orderId].money;
            bool isPayee = _orders[orderId].payee == account;
            bool isUser = _orders[orderId].user == account;
            if (!(isPayee || isUser) || money.deposit() == 0) revert NotAParty(account, orderId);
            if (isPayee) total += _payProvider(account, orderId, money);
            if (isUser) total += _payUser(account, orderId, money);
        }
        if (total == 0) revert NothingToWithdraw();
        token.safeTransfer(to, total);
    }

    function _payProvider(address account, bytes32 orderId, OrderMoney money) private returns (uint256 amount) {
        OrderPaid paid = _orders[orderId].paid;
        uint256 earned = money.releasedCum() - _feeCum(orderId);
        amount = earned - paid.provider();
        _orders[orderId].paid = paid.withProvider(earned);
        _emitWithdrawn(account, orderId, amount, WithdrawalKind.PROVIDER);
    }

    function _payUser(address account, bytes32 orderId, OrderMoney money) private returns (uint256 amount) {
        OrderPaid paid = _orders[orderId].paid;
        uint256 refunded = money.refundedCum();
        amount = refunded - paid.user();
        _orders[orderId].paid = paid.withUser(refunded);
        _emitWithdrawn(account, orderId, amount, WithdrawalKind.USER_REFUND);
    }

    function _emitWithdrawn(address account, bytes32 orderId, uint256 amount, WithdrawalKind kind) private {
        if (amount != 0) emit Withdrawn(_nextEventSeq(), account, orderId, amount, kind);
    }

    function _feeCum(bytes32 orderId) private view returns (uint256) {
        return FeeMath.fee(_orders[orderId].money.releasedCum(), _orders[orderId].feeBps);
    }

    /// @dev The parts of the fee between two cumulative values; they add up to the difference.
    function _splitFee(bytes32 orderId, uint256 feeBefore, uint256 feeNow)
        private
        view
        returns (uint256 platformPart, uint256 validatorPart)
    {
        uint256 shareBps = _orders[orderId].validatorShareBps;
        validatorPart = FeeMath.validatorShare(feeNow, shareBps) - FeeMath.validatorShare(feeBefore, shareBps);
        platformPart = feeNow - feeBefore - validatorPart;
    }

    function _setFeeAccounts(address treasury_, address validatorRewards_) private {
        if (treasury_ == address(0) || validatorRewards_ == address(0)) revert ZeroAddress();
        treasury = treasury_;
        validatorRewards = validatorRewards_;
        emit FeeAccountsSet(_nextEventSeq(), treasury_, validatorRewards_);
    }

    function _checkTerms(Order calldata order_) private view {
        if (order_.token != address(token)) revert WrongToken(order_.token);
        if (order_.totalPrice == 0 || order_.totalPrice > OrderMoneyMath.MAX_AMOUNT) {
            revert PriceOutOfRange(order_.totalPrice);
        }
        if (order_.feeBps > MAX_FEE_BPS || order_.validatorShareBps > FeeMath.BPS) {
            revert FeeOutOfRange(order_.feeBps, order_.validatorShareBps);
        }
        bool modeIsValid = order_.mode == MODE_EXCLUSIVE || order_.mode == MODE_SHARED;
        if (!modeIsValid || order_.phiBps > FeeMath.BPS || order_.dataProtection > MAX_DATA_PROTECTION) {
            revert InvalidTerms(order_.mode, order_.phiBps, order_.dataProtection);
        }
        if (block.timestamp > order_.openBefore) revert TooLate(order_.openBefore);
        uint256 latestStart = order_.openBefore > order_.acceptBefore ? order_.openBefore : order_.acceptBefore;
        if (
            order_.durationSeconds == 0 || latestStart + order_.durationSeconds > block.timestamp + MAX_TERM
                || latestStart > uint256(order_.openBefore) + MAX_ACCEPTANCE
        ) revert TermOutOfRange(order_.durationSeconds, order_.openBefore, order_.acceptBefore);
    }

    function _checkNode(Order calldata order_) private view {
        (address provider, address stakeAccount, address payee, uint64 validUntil) =
            nodeRegistry.partiesOf(order_.nodeId);
        if (
            provider == address(0) || provider != order_.provider || stakeAccount != order_.stakeAccount
                || payee != order_.payee
        ) revert PartiesDiffer(order_.nodeId);
        if (validUntil < block.timestamp) revert AttestationExpired(order_.nodeId, validUntil);
    }
}
