package org.computingpower.challenge.application;

import io.smallrye.mutiny.Uni;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.SignedCommit;
import org.computingpower.challenge.domain.round.SignedReveal;
import org.computingpower.events.MarketEvent;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;

/** Keeps what nodes and validators send during a round. Writes are batched; each Uni ends when its entry is durable. Repeating is harmless. */
public interface ProofLog {

    /** A commit with this validator's receipt of it; the first one of a device stays. */
    Uni<Void> commit(long epoch, RosterSlot.Key key, SignedCommit commit, Address self, long receivedAtMillis);

    /** A reveal that was judged, with this validator's receipt of it. */
    Uni<Void> reveal(long epoch, RosterSlot.Key key, SignedReveal reveal, Address self, long receivedAtMillis);

    /** Another validator's signed receipt of the commit or, with {@code ofReveal}, of the reveal. */
    Uni<Void> receipt(
            long epoch,
            RosterSlot.Key key,
            boolean ofReveal,
            Address validator,
            long receivedAtMillis,
            Signature signature);

    /** Two different commits for one challenge, both signed by the node: kept and published once per device and epoch. */
    Uni<Void> equivocation(
            long epoch, RosterSlot.Key key, SignedCommit first, SignedCommit second, MarketEvent evidence);
}
