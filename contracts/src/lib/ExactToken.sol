// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @notice An EIP-2612 permit. `deadline` 0 means that there is none and the allowance was given by a transaction.
struct PermitData {
    uint256 value;
    uint256 deadline;
    uint8 v;
    bytes32 r;
    bytes32 s;
}

/// @title Transfers in that arrive in full
library ExactToken {
    using SafeERC20 for IERC20;

    /// @notice The token took a fee or paid another amount: it cannot back an escrow or a stake.
    error InexactTransfer(uint256 expected, uint256 received);

    /// @notice Pulls exactly `amount` from `from`; a token that delivers anything else is refused.
    function pull(IERC20 token, address from, uint256 amount) internal {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(from, address(this), amount);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received != amount) revert InexactTransfer(amount, received);
    }

    /// @notice Uses a permit if there is one. A permit that was already used by somebody who saw it in the mempool
    /// does no harm: the failure is ignored and the allowance it gave is there.
    function tryPermit(IERC20 token, address owner, PermitData calldata permit) internal {
        if (permit.deadline == 0) return;
        try IERC20Permit(address(token))
            .permit(owner, address(this), permit.value, permit.deadline, permit.v, permit.r, permit.s) {}
            catch {}
    }
}
