// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Dense numbering of a contract's events
/// @notice Every platform event of a contract carries `eventSeq` as its first field: 1, 2, 3, ... without a gap. A
/// follower that has seen `n` events and a highest number of `n` has proven that it misses none. Events inherited from
/// OpenZeppelin (roles) carry no number and move no money.
abstract contract EventSequence {
    uint64 private _lastEventSeq;

    /// @notice Number of the last event this contract emitted; 0 before the first.
    /// @return Count of platform events so far.
    function lastEventSeq() external view returns (uint64) {
        return _lastEventSeq;
    }

    function _nextEventSeq() internal returns (uint64 next) {
        unchecked {
            next = _lastEventSeq + 1; // 2^64 events cannot be reached
        }
        _lastEventSeq = next;
    }
}
