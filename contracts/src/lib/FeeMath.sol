// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The fee formula, the same function as in the ledger
/// @notice All money is cumulative: a fee is always taken of the whole released amount R, never of a window, so no
/// rounding adds up. fee(R) = floor(R * feeBps / 10^4), the provider's part is R - fee(R).
library FeeMath {
    /// @notice One whole in basis points.
    uint256 internal constant BPS = 10_000;

    /// @notice Fee on the cumulative released amount, in base units. `releasedCum` below 2^240 cannot overflow.
    function fee(uint256 releasedCum, uint256 feeBps) internal pure returns (uint256) {
        return releasedCum * feeBps / BPS;
    }

    /// @notice The validators' part of a cumulative fee, in base units.
    function validatorShare(uint256 feeCum, uint256 validatorShareBps) internal pure returns (uint256) {
        return feeCum * validatorShareBps / BPS;
    }
}
