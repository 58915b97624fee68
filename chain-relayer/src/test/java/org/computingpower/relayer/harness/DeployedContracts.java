package org.computingpower.relayer.harness;

import java.util.List;
import org.computingpower.terms.Address;

/** Where a market's contracts are, in a form that fits on a command line. */
public record DeployedContracts(Address nodeRegistry, Address stakeManager, Address orderEscrow, long deployBlock) {

    /** From {@link #toString()}. */
    public static DeployedContracts parse(String text) {
        List<String> parts = List.of(text.split(","));
        return new DeployedContracts(
                Address.parse(parts.get(0)),
                Address.parse(parts.get(1)),
                Address.parse(parts.get(2)),
                Long.parseLong(parts.get(3)));
    }

    /** The same, followed from a later block on. */
    public DeployedContracts from(long block) {
        return new DeployedContracts(nodeRegistry, stakeManager, orderEscrow, block);
    }

    @Override
    public String toString() {
        return nodeRegistry + "," + stakeManager + "," + orderEscrow + "," + deployBlock;
    }
}
