package org.computingpower.terms.money;

import java.util.Map;
import java.util.Optional;
import org.computingpower.terms.Bytes32;

/**
 * Which opened rounds were audits. A verdict names its round by the struct hash of the opening, which covers the seed: what a quorum judged
 * cannot be told to be another round, whoever tells about it.
 *
 * @param audits whether the round with this struct hash was an audit
 */
public record OpenedRounds(Map<Bytes32, Boolean> audits) {

    /** No round is known. */
    public static final OpenedRounds NONE = new OpenedRounds(Map.of());

    /** Copies the map. */
    public OpenedRounds {
        audits = Map.copyOf(audits);
    }

    /**
     * Whether a judged epoch was an audit of an order; empty if its opening is not known yet, so that nothing can be decided. An order that has its
     * device alone never waits for that.
     */
    public Optional<Boolean> auditOf(EpochJudgment judgment, OrderFold order) {
        return order.shared() ? Optional.ofNullable(audits.get(judgment.roundOpenHash())) : Optional.of(false);
    }
}
