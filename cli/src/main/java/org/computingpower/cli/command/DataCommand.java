package org.computingpower.cli.command;

import picocli.CommandLine.Command;

/** Data of users. */
@Command(
        name = "data",
        description = "Data that is sealed for the attested enclave of an order.",
        subcommands = DataSend.class)
public final class DataCommand {
    private DataCommand() {}
}
