package org.computingpower.order.domain;

import java.util.List;
import java.util.Map;
import org.computingpower.terms.Address;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;

/** Why this service does not do what was asked. The edge decides which answer each one is. */
public sealed interface Refusal {
    /** There is no such order, or the caller may not know of it. */
    record OrderUnknown(OrderId orderId) implements Refusal {}

    /** There is no such node, or the caller may not know of it. */
    record NodeUnknown(NodeId nodeId) implements Refusal {}

    /** The state does not allow this. */
    record IllegalTransition(StateName state, String command) implements Refusal {}

    /** The time for this has passed, although the state has not changed yet. */
    record TooLate(StateName state, String command) implements Refusal {}

    /** The signature is not that of the key that has to sign. */
    record WrongSigner(String statement, Address expected) implements Refusal {}

    /** The statement is about something else, or too old. */
    record StatementRefused(String reason) implements Refusal {}

    /** The node may not take the order now. */
    record NodeNotReady(String reason) implements Refusal {}

    /** The wallet is not one of the caller's. */
    record WalletNotBound(Address address) implements Refusal {}

    /** The caller or wallet holds as many unfunded reservations as it may. */
    record TooManyReservations(int limit) implements Refusal {}

    /** Another order holds the node; these match and are free. */
    record NodeReserved(NodeId nodeId, List<NodeId> alternatives) implements Refusal {
        /** Copies the list. */
        public NodeReserved {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** No node fits: how many fail each constraint. */
    record NothingMatches(Map<String, Long> rejected) implements Refusal {
        /** Copies the map. */
        public NothingMatches {
            rejected = Map.copyOf(rejected);
        }
    }

    /** The node takes only orders that have it alone, or its reserved part is too small to be measured. */
    record NodeNotShared(NodeId nodeId) implements Refusal {}

    /** The duration is not one that can be ordered. */
    record TermRefused(String reason) implements Refusal {}

    /** No appraisal policy is active yet. */
    record NoPolicy() implements Refusal {}

    /** The report is older than one already taken. */
    record ReportOutdated(long observedGeneration) implements Refusal {}

    /** The order asked for as many deployments as it may. */
    record TooManyDeployments(int limit) implements Refusal {}
}
