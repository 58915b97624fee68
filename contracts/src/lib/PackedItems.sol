// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SkipReason} from "./OrderMoney.sol";
import {OrderTypes, SettlementItem} from "./OrderTypes.sol";

/// @title Settlement items in 55 bytes each
/// @notice orderId 32, releasedCum 11, refundedCum 11, flags 1 (bit 0 final, bits 4-7 SkipReason), all big endian.
/// The form serves three purposes: cheap call data, one loop for both settlement doors, and the event's data.
/// @dev Assembly because each item passes here in every batch: the checked form costs 2,000 gas more per order.
library PackedItems {
    uint256 private constant SIZE = 55;
    /// @dev A tail is written as a word of which 23 bytes count.
    uint256 private constant TAIL_PADDING = 9;
    uint256 private constant AMOUNT_MAX = 0xffffffffffffffffffffff; // 88 bits

    /// @notice An amount above 128 bits, a boolean that is neither 0 nor 1, or a flag other than bit 0.
    error MalformedItem(uint256 index);

    /// @notice Packs ABI-coded items and hashes their array as EIP-712 does. An amount above 88 bits exceeds every
    /// deposit; it is packed as 2^88 - 1, which does so too.
    function pack(SettlementItem[] calldata items) internal pure returns (bytes memory packed, bytes32 itemsHash) {
        uint256 count = items.length;
        packed = new bytes(count * SIZE + TAIL_PADDING);
        bytes32 typeHash = OrderTypes.ITEM_TYPEHASH;
        uint256 malformed = count;
        assembly ("memory-safe") {
            mstore(packed, mul(count, SIZE))
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
                mstore(place, mload(add(words, 32)))
                // 23 bytes; the 9 zero bytes behind them are overwritten by the next item or are padding.
                mstore(add(place, 32), or(or(shl(168, released), shl(80, refunded)), shl(72, isFinal)))
                source := add(source, 128)
                place := add(place, SIZE)
            }
            itemsHash := keccak256(hashes, shl(5, count))
        }
        if (malformed != count) revert MalformedItem(malformed);
    }

    /// @notice Hashes packed items as EIP-712 hashes the plain SettlementItem[].
    function hash(bytes memory packed) internal pure returns (bytes32 itemsHash) {
        uint256 count = packed.length / SIZE;
        bytes32 typeHash = OrderTypes.ITEM_TYPEHASH;
        uint256 malformed = count;
        assembly ("memory-safe") {
            let hashes := mload(0x40)
            let words := add(hashes, shl(5, count))
            mstore(words, typeHash)
            let place := add(packed, 32)
            for { let i := 0 } lt(i, count) { i := add(i, 1) } {
                let tail := mload(add(place, 32))
                let flags := and(shr(72, tail), 0xff)
                if gt(flags, 1) { malformed := i }
                mstore(add(words, 32), mload(place))
                mstore(add(words, 64), shr(168, tail))
                mstore(add(words, 96), and(shr(80, tail), AMOUNT_MAX))
                mstore(add(words, 128), flags)
                mstore(add(hashes, shl(5, i)), keccak256(words, 160))
                place := add(place, SIZE)
            }
            itemsHash := keccak256(hashes, shl(5, count))
        }
        if (malformed != count) revert MalformedItem(malformed);
    }

    /// @notice Memory place of the first item.
    function first(bytes memory packed) internal pure returns (uint256 place) {
        assembly ("memory-safe") {
            place := add(packed, 32)
        }
    }

    /// @notice Memory place behind the last item.
    function end(bytes memory packed) internal pure returns (uint256 place) {
        assembly ("memory-safe") {
            place := add(add(packed, 32), mload(packed))
        }
    }

    /// @notice Memory place of the item after that at `place`.
    function next(uint256 place) internal pure returns (uint256) {
        unchecked {
            return place + SIZE; // memory is far below 2^256
        }
    }

    /// @notice Reads the item at `place`, which must come from `first` and `next` and lie before `end`.
    function get(uint256 place)
        internal
        pure
        returns (bytes32 orderId, uint256 released, uint256 refunded, bool isFinal)
    {
        assembly ("memory-safe") {
            orderId := mload(place)
            let tail := mload(add(place, 32))
            released := shr(168, tail)
            refunded := and(shr(80, tail), AMOUNT_MAX)
            isFinal := and(shr(72, tail), 1)
        }
    }

    /// @notice Notes in the flags of the item at `place` why it was skipped.
    function mark(uint256 place, SkipReason reason) internal pure {
        assembly ("memory-safe") {
            let tail := add(place, 32)
            mstore(tail, or(mload(tail), shl(76, reason)))
        }
    }
}
