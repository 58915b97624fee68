// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {EventSequence} from "./EventSequence.sol";

/// @title A pause that ends by itself
/// @notice A pause stops new orders and slashes and nothing else: never a withdrawal, a settlement or a reclaim. It
/// lasts 7 days at most and the next one may begin 7 days after its end, so nobody can hold the market in a pause.
/// @dev `activeTime` is a clock that stands still while paused. Unbonding and the slash procedure count on it, so a
/// pause can neither let stake run away from a slash nor let the time for an appeal run out.
abstract contract BoundedPause is AccessControl, EventSequence {
    /// @notice Role that may pause and end a pause early.
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");
    /// @notice Longest pause, in seconds.
    uint256 public constant MAX_PAUSE = 7 days;
    /// @notice Least time between two pauses, in seconds.
    uint256 public constant PAUSE_GAP = 7 days;

    uint48 private _pauseStart;
    uint48 private _pauseEnd;
    uint160 private _earlierPausedSeconds;

    /// @notice New orders and slashes are stopped until `until` (Unix seconds) at the latest.
    event Paused(uint64 eventSeq, address indexed by, uint64 until);
    /// @notice The pause was ended early.
    event Unpaused(uint64 eventSeq, address indexed by);

    /// @notice The call is one of those that a pause stops.
    error IsPaused();
    /// @notice There is no pause to end.
    error NotPaused();
    /// @notice The next pause may begin at `earliest` (Unix seconds).
    error PauseTooEarly(uint256 earliest);

    modifier whenNotPaused() {
        _requireNotPaused();
        _;
    }

    /// @notice Begins a pause of at most `MAX_PAUSE`.
    function pause() external onlyRole(PAUSER_ROLE) {
        uint256 end = _pauseEnd;
        if (end != 0 && block.timestamp < end + PAUSE_GAP) revert PauseTooEarly(end + PAUSE_GAP);
        _earlierPausedSeconds += uint160(end - _pauseStart);
        _pauseStart = uint48(block.timestamp);
        _pauseEnd = uint48(block.timestamp + MAX_PAUSE);
        emit Paused(_nextEventSeq(), msg.sender, uint64(block.timestamp + MAX_PAUSE));
    }

    /// @notice Ends the pause early.
    function unpause() external onlyRole(PAUSER_ROLE) {
        if (!paused()) revert NotPaused();
        _pauseEnd = uint48(block.timestamp);
        emit Unpaused(_nextEventSeq(), msg.sender);
    }

    /// @notice True while new orders and slashes are stopped.
    /// @return Whether a pause is in force at this block.
    function paused() public view returns (bool) {
        return block.timestamp < _pauseEnd;
    }

    /// @notice Unix time less all seconds spent in a pause.
    /// @return Seconds on the clock that stands still while paused.
    function activeTime() public view returns (uint256) {
        uint256 end = _pauseEnd < block.timestamp ? _pauseEnd : block.timestamp;
        return block.timestamp - _earlierPausedSeconds - (end - _pauseStart);
    }

    function _requireNotPaused() private view {
        if (paused()) revert IsPaused();
    }
}
