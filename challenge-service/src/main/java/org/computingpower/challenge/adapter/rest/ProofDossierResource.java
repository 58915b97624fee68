package org.computingpower.challenge.adapter.rest;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.computingpower.challenge.application.ForgetRounds;
import org.computingpower.challenge.application.ProofReads.Found;
import org.computingpower.challenge.application.ReadProofs;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.kit.rest.Problem;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What verdicts rest on: public, because nothing is secret once a round is closed. */
@Path("/api/challenge/v1/rounds/{epoch}/proofs")
@PermitAll
public class ProofDossierResource {

    private final ReadProofs proofs;
    private final ForgetRounds forget;

    ProofDossierResource(ReadProofs proofs, ForgetRounds forget) {
        this.proofs = proofs;
        this.forget = forget;
    }

    @GET
    @Path("/{nodeId}/{device}")
    @Blocking
    @Operation(
            summary = "Everything needed to repeat this validator's verdict on a device",
            description =
                    "One device: its largest part are the nonces, at most 1.75 MiB. Kept for challenge.keep-rounds.")
    public ProofDossierView proof(
            @PathParam("epoch") long epoch, @PathParam("nodeId") String nodeId, @PathParam("device") int device) {
        RosterSlot.Key key = new RosterSlot.Key(RoundResource.node(nodeId), ProofResource.device(device));
        return switch (proofs.find(ProofResource.epoch(epoch), key)) {
            case ReadProofs.Answer.Judged judged -> ProofDossierView.of(judged.dossier());
            case ReadProofs.Answer.Nothing(Found why) -> throw problem(epoch, why);
            case ReadProofs.Answer.Overloaded ignored -> throw ProofProblems.tooManyReaders();
        };
    }

    private Problem problem(long epoch, Found why) {
        return switch (why) {
            case Found.NoRound ignored -> Problem.notFound("This validator opened no round in this epoch.");
            case Found.NotOnRoster ignored -> ProofProblems.notOnRoster(epoch);
            case Found.NotJudged ignored -> ProofProblems.notJudged(epoch);
            case Found.Forgotten ignored -> ProofProblems.proofForgotten(epoch, forget.keep());
            case Found.Judged ignored -> throw new IllegalStateException("What was judged can be shown");
        };
    }
}
