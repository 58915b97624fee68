package org.computingpower.cli.command;

import picocli.CommandLine.Command;

/** What operators do. */
@Command(
        name = "admin",
        description = "What operators do.",
        subcommands = {AdminCommand.PolicyGroup.class, AdminCommand.ReconcileGroup.class, AdminChain.class})
public final class AdminCommand {
    private AdminCommand() {}

    /** Appraisal policies. */
    @Command(name = "policy", description = "Appraisal policies.", subcommands = AdminPolicyActivate.class)
    static final class PolicyGroup {}

    /** Comparisons. */
    @Command(name = "reconcile", description = "Compare what should be equal.", subcommands = AdminReconcileChain.class)
    static final class ReconcileGroup {}
}
