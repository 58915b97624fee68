// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title Token of development networks
/// @notice An ordinary ERC-20 with EIP-2612 permit whose deployer may mint without limit. It has no value and no place
/// on a public network, where an allow-listed token is used instead.
contract ComputeToken is ERC20Permit {
    /// @notice The only account that may mint: the deployer.
    address public immutable minter;

    /// @notice The caller is not the minter.
    error NotMinter(address caller);

    /// @notice Deploys the token with no supply; the deployer may mint.
    constructor() ERC20("Compute Token", "CPT") ERC20Permit("Compute Token") {
        minter = msg.sender;
    }

    /// @notice Creates tokens; development only.
    /// @param to Account that receives them.
    /// @param amount Base units (10^-18 CPT).
    function mint(address to, uint256 amount) external {
        if (msg.sender != minter) revert NotMinter(msg.sender);
        _mint(to, amount);
    }
}
