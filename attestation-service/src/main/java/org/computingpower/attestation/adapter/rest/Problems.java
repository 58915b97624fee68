package org.computingpower.attestation.adapter.rest;

import java.util.Map;
import org.computingpower.attestation.domain.EvidenceRefusal;
import org.computingpower.attestation.domain.PolicyRefusal;
import org.computingpower.kit.rest.Problem;

/** What each refusal is over HTTP; docs/problems.md lists them. */
final class Problems {
    private Problems() {}

    static Problem of(EvidenceRefusal refusal) {
        String detail = refusal.detail();
        return switch (refusal) {
            case EvidenceRefusal.WrongSize size ->
                new Problem(
                        "evidence-size",
                        "Wrong size of evidence",
                        422,
                        detail,
                        Map.of("maximumBytes", size.maximumBytes(), "foundBytes", size.foundBytes()));
            case EvidenceRefusal.NotTheNodesKey key ->
                new Problem("not-the-nodes-key", "Not the node's key", 422, detail);
            case EvidenceRefusal.EnvelopeMismatch mismatch ->
                new Problem("envelope-mismatch", "Envelope mismatch", 422, detail, Map.of("member", mismatch.member()));
            case EvidenceRefusal.NotSigned unsigned ->
                new Problem(
                        "envelope-not-signed",
                        "Envelope not signed",
                        422,
                        detail,
                        Map.of("signer", unsigned.signer().name()));
            case EvidenceRefusal.BlockNotFinalized block ->
                new Problem(
                        "block-not-finalized",
                        "Block not finalized",
                        422,
                        detail + ". Take the block of GET /nonce.",
                        Map.of("blockNumber", block.blockNumber()));
            case EvidenceRefusal.BlockTooOld block ->
                new Problem(
                        "block-too-old",
                        "Block too old",
                        422,
                        detail + ". Quote over the block of GET /nonce.",
                        Map.of(
                                "blockNumber",
                                block.blockNumber(),
                                "blockTime",
                                block.blockTime(),
                                "maxAgeSeconds",
                                block.maxAge().toSeconds()));
            case EvidenceRefusal.BlockUsed block ->
                new Problem(
                        "block-used",
                        "Block used before",
                        409,
                        detail + ". A new quote needs a newer block.",
                        Map.of("blockNumber", block.blockNumber()));
        };
    }

    static Problem of(PolicyRefusal refusal) {
        return switch (refusal) {
            case PolicyRefusal.Unacceptable(String reason) ->
                new Problem("policy-not-signable", "Policy not signable", 422, reason);
            case PolicyRefusal.VersionSigned(long version, var hash) ->
                new Problem(
                        "policy-version-signed",
                        "Policy version signed before",
                        409,
                        "Another document was signed for version " + version + ". Take the next version.",
                        Map.of("signedPolicyHash", hash));
        };
    }

    static Problem noBlock() {
        return new Problem(
                "no-finalized-block", "No finalized block", 503, "No finalized block is known yet; try again soon.");
    }
}
