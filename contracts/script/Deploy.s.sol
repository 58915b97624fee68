// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {NodeRegistry} from "../src/NodeRegistry.sol";
import {OrderEscrow} from "../src/OrderEscrow.sol";
import {StakeManager} from "../src/StakeManager.sol";
import {Member, ValidatorSet} from "../src/ValidatorSet.sol";
import {Vm} from "../test/support/Vm.sol";

/// @title Deployment on a public network
/// @notice Deploys the market for an existing token and hands every role over in the same run: admin to a timelock,
/// pausing to the operator, deciding appeals to a second timelock of somebody else. The deployer keeps nothing but the
/// one call that binds the market file, which can be made once.
contract Deploy {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @notice What a deployment needs; nothing has a default.
    struct Plan {
        IERC20 token;
        Member[] members;
        uint16 threshold;
        bytes32 trustRootHash;
        address treasury;
        address validatorRewards;
        address operator;
        address guardian;
        uint256 timelockSeconds;
    }

    /// @notice What was deployed.
    struct Deployed {
        ValidatorSet validatorSet;
        NodeRegistry nodeRegistry;
        StakeManager stakeManager;
        OrderEscrow orderEscrow;
        TimelockController adminTimelock;
        TimelockController guardianTimelock;
    }

    /// @notice The shortest timelock of a public deployment, in seconds.
    uint256 public constant MIN_TIMELOCK = 48 hours;

    /// @notice A development set, a short timelock, or a guardian that is the operator.
    error NotForPublicNetworks(string reason);

    /// @notice Reads the plan from the JSON file that MARKET_PLAN names and deploys as the broadcaster.
    /// @return deployed The contracts.
    function run() external returns (Deployed memory deployed) {
        Plan memory plan = readPlan(vm.readFile(vm.envString("MARKET_PLAN")));
        vm.startBroadcast();
        deployed = deploy(plan, msg.sender);
        vm.stopBroadcast();
    }

    /// @notice Deploys and hands the roles over; `deployer` must be the account that sends the transactions.
    /// @param plan What to deploy.
    /// @param deployer Gets the roles first and gives them up.
    /// @return d The contracts.
    function deploy(Plan memory plan, address deployer) public returns (Deployed memory d) {
        checkPlan(plan);
        d.adminTimelock = timelock(plan.timelockSeconds, plan.operator);
        d.guardianTimelock = timelock(plan.timelockSeconds, plan.guardian);
        d.validatorSet = new ValidatorSet(plan.members, plan.threshold);
        d.nodeRegistry = new NodeRegistry(d.validatorSet, plan.trustRootHash);
        d.stakeManager = new StakeManager(plan.token, d.validatorSet, d.nodeRegistry, plan.treasury, deployer);
        d.orderEscrow = new OrderEscrow(
            plan.token, d.nodeRegistry, d.stakeManager, d.validatorSet, plan.treasury, plan.validatorRewards, deployer
        );
        d.stakeManager.setOrderEscrow(d.orderEscrow);
        handOver(plan, d, deployer);
    }

    /// @notice Refuses plans that are fit for development only.
    /// @param plan The plan.
    function checkPlan(Plan memory plan) public pure {
        if (plan.members.length < 4) revert NotForPublicNetworks("fewer than four validators");
        if (plan.timelockSeconds < MIN_TIMELOCK) revert NotForPublicNetworks("timelock below 48 h");
        if (plan.guardian == plan.operator) revert NotForPublicNetworks("the guardian is the operator");
    }

    /// @notice Reads a plan; addresses of validators must ascend.
    /// @param json The plan file's text.
    /// @return plan The plan.
    function readPlan(string memory json) public view returns (Plan memory plan) {
        plan.token = IERC20(vm.parseJsonAddress(json, ".token"));
        plan.threshold = uint16(vm.parseJsonUint(json, ".validatorThreshold"));
        plan.trustRootHash = vm.parseJsonBytes32(json, ".trustRootHash");
        plan.treasury = vm.parseJsonAddress(json, ".treasury");
        plan.validatorRewards = vm.parseJsonAddress(json, ".validatorRewards");
        plan.operator = vm.parseJsonAddress(json, ".operator");
        plan.guardian = vm.parseJsonAddress(json, ".guardian");
        plan.timelockSeconds = vm.parseJsonUint(json, ".timelockSeconds");
        uint256 count = 0;
        while (vm.keyExistsJson(json, string.concat(".validators[", vm.toString(count), "]"))) ++count;
        plan.members = new Member[](count);
        for (uint256 i = 0; i < count; ++i) {
            string memory path = string.concat(".validators[", vm.toString(i), "]");
            plan.members[i] = Member(
                vm.parseJsonAddress(json, string.concat(path, ".address")),
                vm.parseJsonString(json, string.concat(path, ".url")),
                vm.parseJsonBytes32(json, string.concat(path, ".operatorId"))
            );
        }
    }

    function timelock(uint256 delay, address owner) private returns (TimelockController) {
        address[] memory owners = new address[](1);
        owners[0] = owner;
        return new TimelockController(delay, owners, owners, address(0));
    }

    function handOver(Plan memory plan, Deployed memory d, address deployer) private {
        bytes32 adminRole = d.stakeManager.DEFAULT_ADMIN_ROLE();
        bytes32 pauserRole = d.stakeManager.PAUSER_ROLE();
        bytes32 guardianRole = d.stakeManager.GUARDIAN_ROLE();
        d.stakeManager.grantRole(guardianRole, address(d.guardianTimelock));
        d.stakeManager.grantRole(pauserRole, plan.operator);
        d.stakeManager.grantRole(adminRole, address(d.adminTimelock));
        d.stakeManager.renounceRole(guardianRole, deployer);
        d.stakeManager.renounceRole(pauserRole, deployer);
        d.stakeManager.renounceRole(adminRole, deployer);
        d.orderEscrow.grantRole(pauserRole, plan.operator);
        d.orderEscrow.grantRole(adminRole, address(d.adminTimelock));
        d.orderEscrow.renounceRole(pauserRole, deployer);
        d.orderEscrow.renounceRole(adminRole, deployer);
    }
}
