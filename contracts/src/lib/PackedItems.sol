// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SkipReason} from "./OrderMoney.sol";
import {OrderTypes, SettlementItem} from "./OrderTypes.sol";

/// @title Settlement items in 44 or 55 bytes each
/// @notice orderId 32, flags 1, releasedCum 11 and, only if flag bit 1 is set, refundedCum 11, all big endian. Flags: bit
/// 0 final, bit 1 a refund follows (else refundedCum is 0), bits 4-7 SkipReason (in the event only). The form serves
/// three purposes: cheap call data, one loop for both settlement doors, and the event's data.
/// @dev Assembly because each item passes here in every batch: the checked form costs 2,000 gas more per order.
library PackedItems {
    /// @notice Bytes of an item without a refund.
    uint256 internal constant SHORT_BYTES = 44;
    /// @notice Bytes of the refund of an item that has one.
    uint256 internal constant REFUND_BYTES = 11;
    /// @notice Flag of an item that closes its order.
    uint256 internal constant FLAG_FINAL = 1;
    /// @notice Flag of an item that carries a refund.
    uint256 internal constant FLAG_REFUND = 2;
    /// @notice Largest amount of an item, 88 bits.
    uint256 internal constant AMOUNT_MAX = 0xffffffffffffffffffffff;
    /// @notice Bytes of typeHash and the four words of an item.
    uint256 internal constant ITEM_WORDS_BYTES = 160;
    /// @dev Room in front of the items for the head of the event that carries them: four words and an offset.
    uint256 private constant EVENT_HEAD_BYTES = 160;
    /// @dev Bytes of all ones behind the items. A loop over whole items that leaves the list, even one that is cut short,
    /// reads its next flags 32 to 32 + 54 bytes behind the end, and meets flags that no item has.
    uint256 private constant GUARD_BYTES = 96;

    /// @notice An amount above 128 bits, or a boolean that is neither 0 nor 1.
    error MalformedItem(uint256 index);

    /// @notice Packs ABI-coded items and hashes their array as EIP-712 does. An amount above 88 bits exceeds every
    /// deposit; it is packed as 2^88 - 1, which does so too.
    function pack(SettlementItem[] calldata items) internal pure returns (bytes memory packed, bytes32 itemsHash) {
        uint256 count = items.length;
        packed = _allocate(count * (SHORT_BYTES + REFUND_BYTES));
        bytes32 typeHash = OrderTypes.ITEM_TYPEHASH;
        uint256 malformed = count;
        assembly ("memory-safe") {
            let hashes := mload(0x40)
            let words := add(hashes, shl(5, count)) // typeHash and the four words of an item
            mstore(words, typeHash)
            let source := items.offset
            let place := add(packed, 32)
            for { let i := 0 } lt(i, count) { i := add(i, 1) } {
                calldatacopy(add(words, 32), source, 128)
                mstore(add(hashes, shl(5, i)), keccak256(words, 160))
                let released := mload(add(words, 64))
                let refunded := mload(add(words, 96))
                let isFinal := mload(add(words, 128))
                if or(shr(128, or(released, refunded)), shr(1, isFinal)) { malformed := i }
                if gt(released, AMOUNT_MAX) { released := AMOUNT_MAX }
                if gt(refunded, AMOUNT_MAX) { refunded := AMOUNT_MAX }
                let hasRefund := iszero(iszero(refunded))
                mstore(place, mload(add(words, 32)))
                // flags 1, released 11, refunded 11 and 9 zero bytes, which the next item overwrites or are padding
                mstore(
                    add(place, 32),
                    or(or(shl(248, or(isFinal, shl(1, hasRefund))), shl(160, released)), shl(72, refunded))
                )
                source := add(source, 128)
                place := add(place, add(SHORT_BYTES, mul(hasRefund, REFUND_BYTES)))
            }
            mstore(packed, sub(place, add(packed, 32)))
            itemsHash := keccak256(hashes, shl(5, count))
        }
        if (malformed != count) revert MalformedItem(malformed);
    }

    /// @notice Copies packed items from call data.
    function load(bytes calldata items) internal pure returns (bytes memory packed) {
        packed = _allocate(items.length);
        assembly ("memory-safe") {
            calldatacopy(add(packed, 32), items.offset, items.length)
        }
    }

    /// @notice Guards the end of the items and gives the places of the first item and behind the last.
    function guard(bytes memory packed) internal pure returns (uint256 place, uint256 end) {
        assembly ("memory-safe") {
            place := add(packed, 32)
            end := add(place, mload(packed))
            mstore(end, not(0))
            mstore(add(end, 32), not(0))
            mstore(add(end, 64), not(0))
        }
    }

    /// @notice Reads the item at `place` and tells the place of the next.
    function get(uint256 place)
        internal
        pure
        returns (bytes32 orderId, uint256 flags, uint256 released, uint256 refunded, uint256 next)
    {
        assembly ("memory-safe") {
            orderId := mload(place)
            let tail := mload(add(place, 32))
            flags := byte(0, tail)
            released := and(shr(160, tail), AMOUNT_MAX)
            next := add(place, SHORT_BYTES)
            if and(flags, FLAG_REFUND) {
                refunded := and(shr(72, tail), AMOUNT_MAX)
                next := add(next, REFUND_BYTES)
            }
        }
    }

    /// @notice Room for the hashes of all items: five words of one item, then one word for each hash.
    /// @return words Place of typeHash and the four words of an item, of which the last two are 0 between items.
    function startHashes(bytes memory packed) internal pure returns (uint256 words) {
        bytes32 typeHash = OrderTypes.ITEM_TYPEHASH;
        uint256 hashBytes = (packed.length / SHORT_BYTES + 1) * 32; // one more for an item that is cut short
        assembly ("memory-safe") {
            words := mload(0x40)
            mstore(0x40, add(add(words, ITEM_WORDS_BYTES), hashBytes))
            mstore(words, typeHash)
            mstore(add(words, 96), 0)
            mstore(add(words, 128), 0)
        }
    }

    /// @notice Writes the hash of one item, as EIP-712 hashes the plain SettlementItem, to `hashPlace`.
    function hashItem(
        uint256 words,
        uint256 hashPlace,
        bytes32 orderId,
        uint256 released,
        uint256 refunded,
        uint256 isFinal
    ) internal pure {
        assembly ("memory-safe") {
            mstore(add(words, 32), orderId)
            mstore(add(words, 64), released)
            mstore(add(words, 96), refunded)
            mstore(add(words, 128), isFinal)
            mstore(hashPlace, keccak256(words, ITEM_WORDS_BYTES))
            mstore(add(words, 96), 0)
            mstore(add(words, 128), 0)
        }
    }

    /// @notice Hash of the array whose item hashes end at `hashPlace`, and their count.
    function endHashes(uint256 words, uint256 hashPlace) internal pure returns (bytes32 itemsHash, uint256 count) {
        assembly ("memory-safe") {
            let hashes := add(words, ITEM_WORDS_BYTES)
            let size := sub(hashPlace, hashes)
            itemsHash := keccak256(hashes, size)
            count := shr(5, size)
        }
    }

    /// @notice Notes in the flags of the item at `place` why it was skipped.
    function mark(uint256 place, SkipReason reason) internal pure {
        assembly ("memory-safe") {
            let tail := add(place, 32)
            mstore(tail, or(mload(tail), shl(252, reason)))
        }
    }

    /// @notice Emits an event (uint64 eventSeq, bytes32 indexed batchId, uint64 batchNo, uint32 applied, uint32 skipped,
    /// bytes items) whose data needs no second copy of the items. `packed` is spent afterwards.
    function emitSettled(
        bytes32 topic,
        uint64 eventSeq,
        bytes32 batchId,
        uint64 batchNo,
        uint256 applied,
        uint256 skipped,
        bytes memory packed
    ) internal {
        assembly ("memory-safe") {
            let data := sub(packed, EVENT_HEAD_BYTES)
            mstore(data, eventSeq)
            mstore(add(data, 32), batchNo)
            mstore(add(data, 64), applied)
            mstore(add(data, 96), skipped)
            mstore(add(data, 128), EVENT_HEAD_BYTES)
            let size := mload(packed)
            mstore(add(add(packed, 32), size), 0) // padding instead of the guard
            log2(data, add(EVENT_HEAD_BYTES, and(add(size, 63), not(31))), topic, batchId)
        }
    }

    /// @dev Not zeroed: the callers fill it.
    function _allocate(uint256 size) private pure returns (bytes memory packed) {
        assembly ("memory-safe") {
            packed := add(mload(0x40), EVENT_HEAD_BYTES)
            mstore(packed, size)
            mstore(0x40, and(add(add(packed, size), add(GUARD_BYTES, 63)), not(31)))
        }
    }
}
