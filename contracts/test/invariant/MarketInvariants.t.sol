// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrderState} from "../../src/OrderEscrow.sol";
import {Position} from "../../src/stake/StakePositions.sol";
import {Checks} from "../support/Checks.sol";
import {Actors} from "./Actors.sol";

/// @notice What holds after any sequence of actions.
contract MarketInvariants is Checks {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Actors private _actors;

    function setUp() public {
        _actors = new Actors();
        _actors.setUp();
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(_actors);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        list[0].addr = address(_actors);
        list[0].selectors = new bytes4[](11);
        list[0].selectors[0] = Actors.opens.selector;
        list[0].selectors[1] = Actors.settles.selector;
        list[0].selectors[2] = Actors.repeats.selector;
        list[0].selectors[3] = Actors.reclaims.selector;
        list[0].selectors[4] = Actors.withdraws.selector;
        list[0].selectors[5] = Actors.pauses.selector;
        list[0].selectors[6] = Actors.waits.selector;
        list[0].selectors[7] = Actors.proposes.selector;
        list[0].selectors[8] = Actors.executes.selector;
        list[0].selectors[9] = Actors.appeals.selector;
        list[0].selectors[10] = Actors.leaves.selector;
    }

    function invariant_theEscrowHoldsExactlyWhatIsNotPaid() public view {
        same(_actors.escrowBalance(), _actors.escrowed(), "conservation");
    }

    function invariant_noOrderGivesOutMoreThanItsDeposit() public view {
        for (uint256 i = 0; i < _actors.orderCount(); ++i) {
            OrderState memory state = _actors.orderAt(i);
            atMost(state.releasedCum + state.refundedCum, state.deposit, "released + refunded");
            atMost(state.providerWithdrawn + state.feeWithdrawn, state.releasedCum, "paid of the released");
            atMost(state.userWithdrawn, state.refundedCum, "paid of the refunded");
            same(state.feeCum, state.releasedCum * 500 / 10_000, "fee of the whole");
            isTrue(!state.closed || state.releasedCum + state.refundedCum == state.deposit, "closed is balanced");
            isTrue(state.closed == (state.closedAt != 0), "closedAt");
        }
    }

    function invariant_amountsNeverSinkAndClosedOrdersNeverMove() public view {
        isFalse(_actors.hasBrokenMonotony(), "monotone");
    }

    function invariant_theStakeCoversItsSlashesAndTheLocksAddUp() public view {
        Position memory position = _actors.position();
        atMost(position.pendingSlash, position.total, "pending within the stake");
        atMost(position.unbonding, position.total, "unbonding within the stake");
        same(position.locked, _actors.lockedByOrders(), "locks add up");
        same(position.pendingSlash, _actors.heldBySlashes(), "slashes add up");
        isTrue(_actors.chargedWithinCap(), "60 % of the lock");
    }

    function invariant_theStakeManagerHoldsExactlyWhatItOwes() public view {
        same(_actors.stakeBalance(), _actors.owedByStakes(), "conservation");
    }
}
