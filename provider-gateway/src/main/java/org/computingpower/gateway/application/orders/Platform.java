package org.computingpower.gateway.application.orders;

import java.io.IOException;
import java.util.Optional;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.DeploymentStatus;
import org.computingpower.terms.signed.Offer;

/** The platform, as the provider's client sees it. Calls block. */
public interface Platform {
    /** What this node has to do; empty if the platform does not know the node. */
    Optional<DesiredState> desired(NodeId nodeId) throws IOException, InterruptedException;

    /** The node's current offer; empty if it has none. */
    Optional<Offer> offer(NodeId nodeId) throws IOException, InterruptedException;

    /** Posts an acceptance; answers whether it was taken. */
    boolean accept(Acceptance acceptance, Signature signature) throws IOException, InterruptedException;

    /** Puts a status; answers whether it was taken. */
    boolean report(DeploymentStatus status, String detail, Signature signature)
            throws IOException, InterruptedException;
}
