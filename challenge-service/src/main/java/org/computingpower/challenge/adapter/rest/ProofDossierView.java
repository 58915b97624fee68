package org.computingpower.challenge.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.computingpower.challenge.adapter.rest.Views.SecretView;
import org.computingpower.challenge.application.ProofDossier;
import org.computingpower.challenge.application.ProofReads.StoredProof;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.round.SignedCommit;
import org.computingpower.challenge.domain.round.SignedReveal;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.Commit;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.PowerVerdict;
import org.computingpower.terms.signed.Reveal;
import org.computingpower.terms.signed.RoundOpen;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a stranger needs to repeat a verdict; docs/power-proof.md says how.
 *
 * @param mode how the device was measured; also stands in the parameters
 * @param params the 52 bytes, hex
 * @param target T, 32 bytes
 * @param commit the commit that this validator receipted first; left out if none came
 * @param contradicting another commit for the same challenge; left out if the node signed only one
 * @param reveal the reveal that was judged; left out if none came
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProofDossierView(
        Address validator,
        Mode mode,
        Opening opening,
        String params,
        RosterPlace roster,
        Bytes32 challengeId,
        Bytes32 target,
        @Nullable CommitDetail commit,
        @Nullable CommitDetail contradicting,
        List<Receipt> commitReceipts,
        @Nullable RevealDetail reveal,
        List<Receipt> revealReceipts,
        Judgement judgement) {

    /** The round's opening with the inputs of its beacon, and when it began for each validator that said so. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Opening(
            RoundOpen round,
            Signature signature,
            List<SecretView> secrets,
            @Nullable Long drandRound,
            List<Receipt> starts) {}

    /** Where the device stands under the roster's root: its place, and the siblings from there to the top. */
    record RosterPlace(int index, List<Bytes32> path) {}

    /** A commit. */
    record CommitDetail(Commit commit, Signature signature) {}

    /** A reveal; nonces are base64. */
    record RevealDetail(Reveal reveal, String nonces, Signature signature) {}

    /** A validator's word for when it received something; without a signature if that was not kept. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Receipt(
            Address validator,
            CommitReceipt receipt,
            @Nullable Signature signature) {
        static List<Receipt> of(List<ProofDossier.Receipt> receipts) {
            return receipts.stream()
                    .map(one -> new Receipt(
                            one.validator(), one.receipt(), one.signature().orElse(null)))
                    .toList();
        }
    }

    /** The validator's verdict. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Judgement(
            PowerVerdict verdict,
            Signature signature,
            @Nullable String voidReason) {}

    static ProofDossierView of(ProofDossier dossier) {
        StoredProof proof = dossier.proof();
        return new ProofDossierView(
                dossier.validator(),
                Hashes.terms(proof.slot().mode()),
                new Opening(
                        proof.round().round(),
                        Signature.parse(proof.round().signature()),
                        RoundResource.secrets(proof.round().secrets()),
                        proof.round().drandRound(),
                        Receipt.of(dossier.starts())),
                "0x" + HexFormat.of().formatHex(proof.slot().parameters().encode()),
                new RosterPlace(
                        dossier.rosterIndex(),
                        dossier.rosterPath().stream().map(Hashes::terms).toList()),
                Hashes.terms(dossier.assignment().challenge()),
                Hashes.terms(dossier.assignment().target().toHash()),
                commit(proof.commit()),
                commit(proof.contradicting()),
                Receipt.of(dossier.commitReceipts()),
                reveal(proof.reveal()),
                Receipt.of(dossier.revealReceipts()),
                new Judgement(
                        proof.verdict(), proof.signature(), proof.voidReason().orElse(null)));
    }

    private static @Nullable CommitDetail commit(Optional<SignedCommit> commit) {
        return commit.map(signed -> new CommitDetail(signed.commit(), signed.signature()))
                .orElse(null);
    }

    private static @Nullable RevealDetail reveal(Optional<SignedReveal> reveal) {
        return reveal.map(signed -> new RevealDetail(
                        signed.reveal(), Base64.getEncoder().encodeToString(signed.codedNonces()), signed.signature()))
                .orElse(null);
    }
}
