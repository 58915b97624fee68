package org.computingpower.challenge.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.computingpower.challenge.application.RoundReads;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.power.ProofParameters;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Reveal;
import org.computingpower.terms.signed.RoundOpen;
import org.jspecify.annotations.Nullable;

/** Bodies of requests and answers. */
final class Views {

    private Views() {}

    /** A commit; a signature that is missing or malformed is none. */
    record CommitRequest(@Nullable Commit commit, @Nullable String signature) {}

    /** A receipt of a commit. */
    record CommitView(CommitReceipt receipt, Address validator, Signature signature) {}

    /** A reveal; nonces are base64. */
    record RevealRequest(
            @Nullable NodeId nodeId,
            long epoch,
            int device,
            @Nullable Reveal reveal,
            @Nullable String nonces,
            @Nullable String signature) {}

    /** When a reveal came, Unix milliseconds. */
    record RevealView(long receivedAtMillis) {}

    /** What a node has to do in an epoch; empty items if it is not challenged. */
    record AssignmentView(long epoch, List<Item> items) {

        /** One device. If there are parameters for an audit, they count where the round's seed makes its epoch one. */
        record Item(
                int device,
                OrderId orderId,
                Mode mode,
                String params,
                Bytes32 paramsHash,
                long reff,

                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
                String auditParams) {
            static Item of(RosterSlot slot) {
                ProofParameters parameters = slot.parameters();
                return new Item(
                        slot.device(),
                        slot.orderId(),
                        Hashes.terms(slot.mode()),
                        hex(parameters),
                        Hashes.terms(parameters.hash()),
                        parameters.effectiveRate(),
                        slot.audit().map(Item::hex).orElse(null));
            }

            private static String hex(ProofParameters parameters) {
                return "0x" + HexFormat.of().formatHex(parameters.encode());
            }
        }
    }

    /** A beacon share. */
    record SecretView(Address validator, Bytes32 secret) {}

    /** A round with everything needed to recompute its beacon. */
    record RoundStateView(
            long epoch,
            String state,
            RoundOpen round,
            String signature,
            Instant openedAt,
            List<SecretView> secrets,
            @Nullable Long drandRound,
            RoundReads.Counts counts) {}

    /** One verdict. */
    record HistoryView(
            long epoch,
            int device,
            OrderId orderId,
            Mode mode,
            ProofResult result,
            int k,
            int threshold,
            int margin,
            long measuredRate) {
        static HistoryView of(RoundReads.HistoryEntry entry) {
            return new HistoryView(
                    entry.epoch(),
                    entry.device(),
                    entry.orderId(),
                    entry.mode(),
                    entry.result(),
                    entry.k(),
                    entry.threshold(),
                    entry.k() - entry.threshold(),
                    entry.measuredRate());
        }
    }
}
