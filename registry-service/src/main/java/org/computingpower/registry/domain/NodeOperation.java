package org.computingpower.registry.domain;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider changes about a node without any proof; what is empty stays.
 *
 * @param maintenance whether the node is taken out for a while
 * @param gatewayOrigin where users reach its gateway
 * @param sharedPhiBps basis points of each device that stay the solver's beside a tenant, 1 to 9999, or {@link #ALONE}
 */
public record NodeOperation(
        Optional<Boolean> maintenance, Optional<String> gatewayOrigin, Optional<Integer> sharedPhiBps) {

    /** Orders have the node alone. */
    public static final int ALONE = 0;

    /** An operation of what was said; null was not said. */
    public static NodeOperation of(
            @Nullable Boolean maintenance, @Nullable URI gatewayOrigin, @Nullable Integer sharedPhiBps) {
        return new NodeOperation(
                Optional.ofNullable(maintenance),
                Optional.ofNullable(gatewayOrigin).map(URI::toString),
                Optional.ofNullable(sharedPhiBps));
    }

    /** The shared part of a node that has {@code before}; null if orders have it alone. */
    @Nullable
    Integer sharedPart(@Nullable Integer before) {
        return sharedPhiBps.isEmpty()
                ? before
                : sharedPhiBps.filter(part -> part != ALONE).orElse(null);
    }

    /** Whether it changes how much of the node a shared order gets, which open orders rest on. */
    public boolean changesSharedPart(Node node) {
        return !Objects.equals(sharedPart(node.sharedPhiBps()), node.sharedPhiBps());
    }
}
