package org.computingpower.cli.command;

import picocli.CommandLine.Command;

/** Nodes: from registration to listing. */
@Command(
        name = "node",
        description = "Nodes: register, attest, stake, offer, share, rate anew; status and search.",
        subcommands = {
            NodeRegister.class,
            NodeOffer.class,
            NodeAttest.class,
            NodeStake.class,
            NodeStatus.class,
            NodeList.class,
            NodeMaintenance.class,
            NodeShare.class,
            NodeRerate.class,
            NodeAttestation.class
        })
public final class NodeCommand {
    private NodeCommand() {}
}
