// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Market} from "./support/Market.sol";

/// @notice Every public number against the documentation: a change of one is a change of the market's rules.
contract ConstantsTest is Market {
    function test_theEscrowHasTheDocumentedNumbers() public view {
        same(escrow.ORDER_LOCK_BPS(), 3_000, "lock of the price");
        same(escrow.MAX_FEE_BPS(), 2_000, "highest fee");
        same(escrow.MAX_TERM(), 604_800, "longest term");
        same(escrow.MAX_ACCEPTANCE(), 86_400, "longest acceptance");
        same(escrow.RECLAIM_DELAY(), 777_600, "hold, grace and a week");
        same(escrow.MAX_BATCH_ITEMS(), 500, "items of a batch");
        same(escrow.MAX_PLAIN_ITEMS(), 450, "items by the plain door");
        same(escrow.MAX_WITHDRAWAL_ORDERS(), 200, "orders of a withdrawal");
        same(escrow.PAUSER_ROLE(), keccak256("PAUSER_ROLE"), "pauser");
        same(escrow.MAX_PAUSE(), 604_800, "longest pause");
        same(escrow.PAUSE_GAP(), 604_800, "gap between pauses");
    }

    function test_theStakeManagerHasTheDocumentedNumbers() public view {
        same(stakes.GUARDIAN_ROLE(), keccak256("GUARDIAN_ROLE"), "guardian");
        same(stakes.PENDING_PERIOD(), 172_800, "pending");
        same(stakes.GUARDIAN_AFTER(), 259_200, "guardian's turn");
        same(stakes.DECISION_PERIOD(), 604_800, "decision");
        same(stakes.APPEAL_BOND_BPS(), 1_000, "bond of an appeal");
        same(stakes.ORDER_CAP_BPS(), 6_000, "cap of an order");
        same(stakes.DAILY_CAP_BPS(), 500, "cap of a day");
        same(stakes.USER_SHARE_BPS(), 5_000, "part of the user");
        same(stakes.FIRST_PROVEN_SLASH(), 1 << 63, "numbers of proven slashes");
        same(stakes.UNBONDING(), 1_209_600, "unbonding");
        same(stakes.NOTICE(), 86_400, "notice");
        same(stakes.LOCK_HOLD(), 172_800, "lock of a served order");
        same(stakes.UNSERVED_LOCK_HOLD(), 21_600, "lock of an unserved order");
    }

    function test_registryAndValidatorsHaveTheDocumentedNumbers() public view {
        same(registry.MAX_VALIDITY(), 2_592_000, "longest validity");
        same(registry.MAX_TEE_TYPE(), 1, "kinds of enclave");
        same(registry.MAX_TCB_STATUS(), 8, "states of a platform");
        same(validators.ROTATION_DELAY(), 172_800, "rotation");
        same(validators.MAX_ROTATION_DELAY(), 2_592_000, "longest rotation");
        same(validators.ACTIVATION_WINDOW(), 1_209_600, "activation");
        same(validators.PREVIOUS_SET_VALIDITY(), 86_400, "previous set");
        same(validators.MAX_MEMBERS(), 32, "members");
        same(validators.PRODUCTION_MEMBERS(), 4, "members in production");
        same(validators.MAX_ENDPOINT_BYTES(), 200, "endpoint");
    }
}
