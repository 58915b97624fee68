// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IValidatorSet} from "../../src/interfaces/IValidatorSet.sol";

/// @notice The layout that docs/adr/0006 measured and did not take: several orders share a storage word and settling
/// counts progress (windows or seconds of the term) instead of amounts, so what is released is
/// floor(deposit * released / term). Only the settlement path, complete enough for an honest figure: dense places
/// assigned at opening, cap and monotone rule per order, final items, bad items skipped, one event with every item, a
/// quorum's signatures. Not part of the market.
contract ProgressLanes {
    uint256 private constant ITEM_BYTES = 11; // place 5, released 3, refunded 3 (top bit: final)
    uint256 private constant FINAL_BIT = 1 << 23;

    IValidatorSet private immutable _validatorSet;
    uint256 private immutable _laneBits;
    uint256 private immutable _lanes;
    uint256 private immutable _fieldBits;

    mapping(uint256 group => uint256 word) private _words;
    uint64 private _eventSeq = 1;

    event Settled(
        uint64 eventSeq, bytes32 indexed batchId, uint64 batchNo, uint32 applied, uint32 skipped, bytes items
    );

    /// @param lanes Orders per word: 8 (10 bits per counter: windows) or 4 (20 bits: seconds).
    constructor(IValidatorSet validatorSet, uint256 lanes) {
        _validatorSet = validatorSet;
        _lanes = lanes;
        _laneBits = 256 / lanes;
        _fieldBits = lanes == 8 ? 10 : 20;
    }

    /// @notice A lane is closed 1, refunded, released, term, from the top; a term of 0 is no order.
    function open(uint256 place, uint256 term) external {
        _words[place / _lanes] |= term << (place % _lanes * _laneBits);
    }

    function progress(uint256 place) external view returns (uint256 released, uint256 refunded, bool closed) {
        uint256 lane = _words[place / _lanes] >> (place % _lanes * _laneBits);
        uint256 mask = (1 << _fieldBits) - 1;
        return ((lane >> _fieldBits) & mask, (lane >> (2 * _fieldBits)) & mask, (lane >> (3 * _fieldBits)) & 1 == 1);
    }

    function digest(uint64 setVersion, uint64 batchNo, bytes calldata items) public view returns (bytes32) {
        return keccak256(abi.encode(address(this), setVersion, batchNo, keccak256(items)));
    }

    /// @notice Items ascend by place, so that each word is read and written once.
    function settle(uint64 setVersion, uint64 batchNo, bytes calldata items, bytes[] calldata signatures) external {
        bytes32 batchId = digest(setVersion, batchNo, items);
        _validatorSet.checkSignatures(setVersion, batchId, signatures);
        uint32 skipped = 0;
        uint256 group = type(uint256).max;
        uint256 word = 0;
        unchecked {
            for (uint256 i = 0; i < items.length; i += ITEM_BYTES) {
                uint256 it;
                assembly ("memory-safe") {
                    it := shr(168, calldataload(add(items.offset, i)))
                }
                uint256 place = it >> 48;
                if (place / _lanes != group) {
                    if (i != 0) _words[group] = word;
                    group = place / _lanes;
                    word = _words[group];
                }
                uint256 shift = place % _lanes * _laneBits;
                uint256 lane = moved(word >> shift, (it >> 24) & 0xffffff, it & 0xffffff);
                if (lane == 0) ++skipped;
                else word = (word & ~(((1 << _laneBits) - 1) << shift)) | (lane << shift);
            }
            _words[group] = word;
            emit Settled(++_eventSeq, batchId, batchNo, uint32(items.length / ITEM_BYTES) - skipped, skipped, items);
        }
    }

    function moved(uint256 lane, uint256 released, uint256 refunded) private view returns (uint256) {
        unchecked {
            uint256 bits = _fieldBits;
            uint256 mask = (1 << bits) - 1;
            uint256 term = lane & mask;
            uint256 isFinal = refunded >> 23;
            refunded &= FINAL_BIT - 1;
            if (
                term == 0 || (lane >> (3 * bits)) & 1 != 0 || released < (lane >> bits) & mask
                    || refunded < (lane >> (2 * bits)) & mask || released + refunded > term
                    || (isFinal != 0 && released + refunded != term)
            ) return 0;
            return term | (released << bits) | (refunded << (2 * bits)) | (isFinal << (3 * bits));
        }
    }
}
