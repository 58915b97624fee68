// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AMOUNT_BITS, AMOUNT_MASK} from "./OrderMoney.sol";

/// @notice What was paid out of one order so far, in one storage word: bits 0-83 to the payee, 84-167 to the user,
/// 168-251 as fee. Bit 255 is set at opening, so that no withdrawal ever turns a zero word into a used one.
type OrderPaid is uint256;

using {provider, user, fee, withProvider, withUser, withFee} for OrderPaid global;

function provider(OrderPaid paid) pure returns (uint256) {
    return OrderPaid.unwrap(paid) & AMOUNT_MASK;
}

function user(OrderPaid paid) pure returns (uint256) {
    return (OrderPaid.unwrap(paid) >> AMOUNT_BITS) & AMOUNT_MASK;
}

function fee(OrderPaid paid) pure returns (uint256) {
    return (OrderPaid.unwrap(paid) >> (2 * AMOUNT_BITS)) & AMOUNT_MASK;
}

function withProvider(OrderPaid paid, uint256 amount) pure returns (OrderPaid) {
    return _with(paid, 0, amount);
}

function withUser(OrderPaid paid, uint256 amount) pure returns (OrderPaid) {
    return _with(paid, AMOUNT_BITS, amount);
}

function withFee(OrderPaid paid, uint256 amount) pure returns (OrderPaid) {
    return _with(paid, 2 * AMOUNT_BITS, amount);
}

function _with(OrderPaid paid, uint256 shift, uint256 amount) pure returns (OrderPaid) {
    return OrderPaid.wrap((OrderPaid.unwrap(paid) & ~(AMOUNT_MASK << shift)) | (amount << shift));
}

/// @title Start of an order's payments
library OrderPaidMath {
    /// @notice Nothing paid, but a used storage word.
    function opened() internal pure returns (OrderPaid) {
        return OrderPaid.wrap(1 << 255);
    }
}
