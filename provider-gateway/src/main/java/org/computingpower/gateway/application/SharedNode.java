package org.computingpower.gateway.application;

import java.util.Optional;
import org.computingpower.gateway.domain.cpu.SharedPart;

/**
 * Whether orders may share this node.
 *
 * @param part what is kept from their tenants; empty if orders have the node alone
 */
public record SharedNode(Optional<SharedPart> part) {

    /** A node that nobody shares. */
    public static final SharedNode NONE = new SharedNode(Optional.empty());
}
