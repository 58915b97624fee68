// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Deploy} from "../script/Deploy.s.sol";
import {Member} from "../src/ValidatorSet.sol";
import {Checks} from "./support/Checks.sol";

contract DeployTest is Checks {
    function plan(Deploy script) private view returns (Deploy.Plan memory) {
        return script.readPlan(vm.readFile("script/plan.example.json"));
    }

    function test_handsEveryRoleOver() public {
        Deploy script = new Deploy();
        Deploy.Plan memory p = plan(script);
        Deploy.Deployed memory d = script.deploy(p, address(script));
        bytes32 admin = d.stakeManager.DEFAULT_ADMIN_ROLE();
        bytes32 pauser = d.stakeManager.PAUSER_ROLE();
        bytes32 guardian = d.stakeManager.GUARDIAN_ROLE();
        address deployer = address(script);
        isFalse(d.stakeManager.hasRole(admin, deployer) || d.orderEscrow.hasRole(admin, deployer), "admin");
        isFalse(d.stakeManager.hasRole(pauser, deployer) || d.orderEscrow.hasRole(pauser, deployer), "pauser");
        isFalse(d.stakeManager.hasRole(guardian, deployer), "guardian");
        isTrue(d.stakeManager.hasRole(admin, address(d.adminTimelock)), "stake admin");
        isTrue(d.orderEscrow.hasRole(admin, address(d.adminTimelock)), "escrow admin");
        isTrue(d.stakeManager.hasRole(pauser, p.operator) && d.orderEscrow.hasRole(pauser, p.operator), "operator");
        isTrue(d.stakeManager.hasRole(guardian, address(d.guardianTimelock)), "guardian timelock");
        same(d.adminTimelock.getMinDelay(), 48 hours, "delay");
        same(address(d.stakeManager.orderEscrow()), address(d.orderEscrow), "escrow");
        isTrue(d.validatorSet.isProduction(), "production");
    }

    function test_refusesPlansForDevelopment() public {
        Deploy script = new Deploy();
        Deploy.Plan memory p = plan(script);
        p.guardian = p.operator;
        vm.expectPartialRevert(Deploy.NotForPublicNetworks.selector);
        script.checkPlan(p);
        p = plan(script);
        p.timelockSeconds = 48 hours - 1;
        vm.expectPartialRevert(Deploy.NotForPublicNetworks.selector);
        script.checkPlan(p);
        p = plan(script);
        p.members = new Member[](3);
        vm.expectPartialRevert(Deploy.NotForPublicNetworks.selector);
        script.checkPlan(p);
    }
}
