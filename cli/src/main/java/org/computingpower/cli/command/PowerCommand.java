package org.computingpower.cli.command;

import picocli.CommandLine.Command;

/** Computing power: what this machine has, what devices are known to have, what validators found, and whether that is right. */
@Command(
        name = "power",
        description = "Computing power of this machine, of known devices, and as validators measured it.",
        subcommands = {PowerBench.class, PowerModels.class, PowerHistory.class, PowerVerify.class})
public final class PowerCommand {
    private PowerCommand() {}
}
