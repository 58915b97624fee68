package org.computingpower.attestation.adapter.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import org.computingpower.attestation.application.Outcome;
import org.computingpower.attestation.application.Settings;
import org.computingpower.attestation.application.SubmitEvidence;
import org.computingpower.attestation.domain.EvidenceRefusal;
import org.computingpower.attestation.domain.Market;
import org.computingpower.attestation.domain.ValidatorKey;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.kit.Detached;
import org.computingpower.kit.Ids;
import org.computingpower.kit.rest.Caller;
import org.computingpower.kit.rest.GroupedCommands;
import org.computingpower.kit.rest.Idempotency;
import org.computingpower.kit.rest.InProgress;
import org.computingpower.kit.rest.Problem;
import org.computingpower.kit.rest.Roles;
import org.computingpower.terms.NodeId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Nonces and evidence. */
@Path("/api/attestation/v1")
@Tag(name = "evidence")
public class EvidenceResource {
    private static final String OPERATION = "POST /api/attestation/v1/evidence";

    private final SubmitEvidence evidence;
    private final Market market;
    private final ValidatorKey key;
    private final InProgress inProgress;
    private final GroupedCommands<SubmitEvidence.Checked> commands;
    private final Caller caller;
    private final InstantSource clock;

    EvidenceResource(
            SubmitEvidence evidence,
            Market market,
            ValidatorKey key,
            Settings settings,
            Idempotency idempotency,
            Detached detached,
            MeterRegistry metrics,
            Caller caller,
            InstantSource clock) {
        this.evidence = evidence;
        this.market = market;
        this.key = key;
        this.inProgress = new InProgress(settings.submissionsInProgress(), detached);
        this.commands = idempotency.grouped(OPERATION, settings.submissionBatch(), this::submit);
        this.caller = caller;
        this.clock = clock;
        metrics.gauge("cpp.attestation.submissions.in.progress", inProgress, InProgress::count);
    }

    @GET
    @Path("/nonce")
    @PermitAll
    @Operation(summary = "The last finalized block and a node's nonce over it; nobody has to issue nonces")
    public Uni<Views.Nonce> nonce(@QueryParam("nodeId") @Nullable String nodeId) {
        NodeId node = nodeId(nodeId);
        return evidence.nonceBlock().map(block -> Views.Nonce.of(market, block.orElseThrow(Problems::noBlock), node));
    }

    @POST
    @Path("/evidence")
    @RolesAllowed(Roles.PROVIDER)
    @Operation(summary = "Hand in a quote, signed by node key and stake account; every validator judges it")
    @APIResponse(
            responseCode = "202",
            description = "Taken; every validator judges it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Views.Submitted.class)))
    public Uni<Response> submit(
            @HeaderParam(Idempotency.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid Requests.SubmitEvidence request) {
        String subject = caller.subject();
        EvidenceSubmitted submitted = request.toEvidence(Ids.next(), key.address(), clock.instant());
        return inProgress.run(() -> evidence.check(submitted).chain(outcome -> switch (outcome) {
            case Outcome.Done<SubmitEvidence.Checked, EvidenceRefusal>(SubmitEvidence.Checked checked) ->
                commands.once(subject, idempotencyKey, request, checked);
            case Outcome.Refused<SubmitEvidence.Checked, EvidenceRefusal>(EvidenceRefusal refusal) ->
                Uni.createFrom().failure(Problems.of(refusal));
        }));
    }

    private Uni<List<GroupedCommands.Result>> submit(SqlClient transaction, List<SubmitEvidence.Checked> submitted) {
        return evidence.submit(transaction, submitted)
                .map(outcomes -> outcomes.stream().map(EvidenceResource::result).toList());
    }

    private static GroupedCommands.Result result(Outcome<EvidenceSubmitted, EvidenceRefusal> outcome) {
        return switch (outcome) {
            case Outcome.Done<EvidenceSubmitted, EvidenceRefusal>(EvidenceSubmitted taken) ->
                new GroupedCommands.Result.Done(new Idempotency.Reply(202, Views.Submitted.of(taken)));
            case Outcome.Refused<EvidenceSubmitted, EvidenceRefusal>(EvidenceRefusal refusal) ->
                new GroupedCommands.Result.Refused(Problems.of(refusal));
        };
    }

    static NodeId nodeId(@Nullable String text) {
        if (text == null) {
            throw Problem.invalid("nodeId is missing.");
        }
        try {
            return NodeId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("nodeId is 0x and 64 lower-case hex digits.");
        }
    }
}
