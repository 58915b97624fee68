// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Everything that settling changes of one order, in one storage word, so that it costs one storage write: bits
/// 0-83 deposit, 84-167 releasedCum, 252 closed. Bits 168-251 are refundedCum of an open order; of a closed one, whose
/// refund is the rest of the deposit, they are the time of closing in Unix seconds. Zero = unknown.
type OrderMoney is uint256;

/// @notice Why an item of a batch was not applied. Codes are part of the event's meaning and never change.
enum SkipReason {
    NONE, // applied, or already in force
    UNKNOWN_ORDER, // no deposit under this order id
    CLOSED, // the order is closed with other numbers
    STALE, // older than what is in force: lower or equal in both amounts
    CONFLICT, // lower in one amount and higher in the other
    EXCEEDS_DEPOSIT, // released + refunded > deposit
    UNBALANCED_FINAL // a final item must give out the whole deposit
}

using {deposit, releasedCum, refundedCum, closedAt, isClosed} for OrderMoney global;

uint256 constant AMOUNT_BITS = 84;
uint256 constant AMOUNT_MASK = (1 << AMOUNT_BITS) - 1;
uint256 constant CLOSED_FLAG = 1 << 252;

function deposit(OrderMoney money) pure returns (uint256) {
    return OrderMoney.unwrap(money) & AMOUNT_MASK;
}

function releasedCum(OrderMoney money) pure returns (uint256) {
    return (OrderMoney.unwrap(money) >> AMOUNT_BITS) & AMOUNT_MASK;
}

function refundedCum(OrderMoney money) pure returns (uint256) {
    return isClosed(money) ? deposit(money) - releasedCum(money) : OrderMoney.unwrap(money) >> (2 * AMOUNT_BITS);
}

/// @dev Unix seconds, 0 while the order is open or unknown.
function closedAt(OrderMoney money) pure returns (uint256) {
    return isClosed(money) ? (OrderMoney.unwrap(money) >> (2 * AMOUNT_BITS)) & AMOUNT_MASK : 0;
}

function isClosed(OrderMoney money) pure returns (bool) {
    return OrderMoney.unwrap(money) & CLOSED_FLAG != 0;
}

/// @title The one place through which an order's money moves
/// @notice Settlement of a batch, of a one-item batch and reclaim all go through `tryMove`, so the cap
/// released + refunded <= deposit and the monotone rule cannot differ between doors.
library OrderMoneyMath {
    /// @notice Largest deposit: 2^84 - 1 base units, 19.3 million tokens of 18 decimals.
    uint256 internal constant MAX_AMOUNT = AMOUNT_MASK;

    /// @notice A new order with nothing released or refunded. `amount` must be in 1 .. MAX_AMOUNT.
    function opened(uint256 amount) internal pure returns (OrderMoney) {
        return OrderMoney.wrap(amount);
    }

    /// @notice The order moved to new cumulative amounts; 0 if the move is refused or the order is closed. Idempotent:
    /// the numbers in force of an open order may be given again. Both amounts must be below 2^255.
    /// @param closing 0, or for a final move the time in Unix seconds, below 2^84.
    function tryMove(OrderMoney money, uint256 released, uint256 refunded, uint256 closing)
        internal
        pure
        returns (OrderMoney)
    {
        uint256 word = OrderMoney.unwrap(money);
        unchecked {
            uint256 rest = (word & AMOUNT_MASK) - (released + refunded); // wraps above the deposit, caught next
            if (rest > AMOUNT_MASK) return OrderMoney.wrap(0);
            if (closing != 0 && (rest != 0 || word == 0)) return OrderMoney.wrap(0);
            if (released < (word >> AMOUNT_BITS) & AMOUNT_MASK) return OrderMoney.wrap(0);
            // The top part of the word with the closed flag: of a closed order it exceeds every amount.
            if (refunded < word >> (2 * AMOUNT_BITS)) return OrderMoney.wrap(0);
        }
        word = (word & AMOUNT_MASK) | (released << AMOUNT_BITS);
        if (closing != 0) return OrderMoney.wrap(word | (closing << (2 * AMOUNT_BITS)) | CLOSED_FLAG);
        return OrderMoney.wrap(word | (refunded << (2 * AMOUNT_BITS)));
    }

    /// @notice Why `tryMove` gave 0; NONE for a closed order with the same amounts.
    function whyNot(OrderMoney money, uint256 released, uint256 refunded) internal pure returns (SkipReason) {
        if (money.deposit() == 0) return SkipReason.UNKNOWN_ORDER;
        uint256 oldReleased = money.releasedCum();
        uint256 oldRefunded = money.refundedCum();
        if (money.isClosed()) {
            return released == oldReleased && refunded == oldRefunded ? SkipReason.NONE : SkipReason.CLOSED;
        }
        if (released < oldReleased || refunded < oldRefunded) {
            return released <= oldReleased && refunded <= oldRefunded ? SkipReason.STALE : SkipReason.CONFLICT;
        }
        return released + refunded > money.deposit() ? SkipReason.EXCEEDS_DEPOSIT : SkipReason.UNBALANCED_FINAL;
    }
}
