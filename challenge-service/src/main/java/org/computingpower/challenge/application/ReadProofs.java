package org.computingpower.challenge.application;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.computingpower.challenge.application.ProofDossier.Receipt;
import org.computingpower.challenge.application.ProofReads.Found;
import org.computingpower.challenge.application.ProofReads.StoredProof;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.power.proof.ProofAssignment;
import org.computingpower.power.round.Roster;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.CommitReceipt;

/**
 * Puts together what anybody needs to check a verdict again. Public, so bounded: one device at a time, few rosters are held, and few readers at once
 * take the threads that the other validators' messages need, too.
 */
public final class ReadProofs {

    /** A roster of 10,000 devices takes some 5 MB. Whoever checks verdicts asks for those of one epoch mostly. */
    private static final int ROSTERS = 2;

    /** Of all threads that may block, most are left to those who decide about a round. */
    static final int READERS = 4;

    private final Semaphore room = new Semaphore(READERS);
    private final SigningDesk desk;
    private final long setVersion;
    private final ProofReads reads;
    private final Map<Long, Roster> rosters = new LinkedHashMap<>(ROSTERS, 1, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Roster> eldest) {
            return size() > ROSTERS;
        }
    };

    /** For one validator. */
    public ReadProofs(SigningDesk desk, long setVersion, ProofReads reads) {
        this.desk = desk;
        this.setVersion = setVersion;
        this.reads = reads;
    }

    /** What is known about a device's proof in an epoch. */
    public sealed interface Answer {

        /** It was judged. */
        record Judged(ProofDossier dossier) implements Answer {}

        /** There is nothing to check. */
        record Nothing(Found why) implements Answer {}

        /** Too many read at once: nothing was looked up, it is worth asking again. */
        record Overloaded() implements Answer {}
    }

    /** The proof of a device in an epoch. May block, but never for a place. */
    public Answer find(long epoch, RosterSlot.Key key) {
        if (!room.tryAcquire()) {
            return new Answer.Overloaded();
        }
        try {
            return read(epoch, key);
        } finally {
            room.release();
        }
    }

    private Answer read(long epoch, RosterSlot.Key key) {
        Found found = reads.find(epoch, key);
        return found instanceof Found.Judged(StoredProof proof)
                ? new Answer.Judged(dossier(proof))
                : new Answer.Nothing(found);
    }

    private ProofDossier dossier(StoredProof proof) {
        RosterSlot slot = proof.slot();
        Roster roster = roster(proof.round().round().epoch());
        int index = Collections.binarySearch(roster.entries(), slot.entry());
        if (index < 0) {
            throw new IllegalStateException("A judged device stands in the roster");
        }
        return new ProofDossier(
                desk.address(),
                proof,
                ProofAssignment.of(
                        slot.parameters(),
                        Hashes.puzzle(proof.round().round().epochSeed()),
                        Hashes.puzzle(slot.nodeId().value()),
                        Hashes.puzzle(slot.orderId().value()),
                        slot.device()),
                index,
                roster.path(index),
                starts(proof),
                proof.commit()
                        .map(commit -> receipts(proof, false, commit.hash()))
                        .orElse(List.of()),
                proof.reveal()
                        .map(reveal -> receipts(proof, true, reveal.hash()))
                        .orElse(List.of()));
    }

    private synchronized Roster roster(long epoch) {
        return rosters.computeIfAbsent(
                epoch,
                missing -> Roster.of(reads.roster(missing).slots().stream()
                        .map(RosterSlot::entry)
                        .toList()));
    }

    private List<Receipt> starts(StoredProof proof) {
        Bytes32 opening = proof.round().round().structHash();
        List<Receipt> starts = new ArrayList<>();
        starts.add(own(new CommitReceipt(setVersion, opening, proof.round().openedAtMillis())));
        proof.starts()
                .forEach(start -> starts.add(new Receipt(
                        start.validator(),
                        new CommitReceipt(setVersion, opening, start.atMillis()),
                        Optional.of(start.signature()))));
        return starts;
    }

    private List<Receipt> receipts(StoredProof proof, boolean ofReveal, Bytes32 hash) {
        Stream<ProofReads.Received> received =
                proof.receipts().stream().filter(receipt -> receipt.ofReveal() == ofReveal);
        return received.map(receipt -> {
                    CommitReceipt statement = new CommitReceipt(setVersion, hash, receipt.atMillis());
                    return receipt.validator().equals(desk.address())
                            ? own(statement)
                            : new Receipt(receipt.validator(), statement, receipt.signature());
                })
                .toList();
    }

    /** The same bytes as when it was signed first: signatures are deterministic. */
    private Receipt own(CommitReceipt statement) {
        Signature signature = desk.sign(statement);
        return new Receipt(desk.address(), statement, Optional.of(signature));
    }
}
