package org.computingpower.challenge.adapter.rest;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.computingpower.challenge.adapter.rest.Views.AssignmentView;
import org.computingpower.challenge.adapter.rest.Views.HistoryView;
import org.computingpower.challenge.adapter.rest.Views.RoundStateView;
import org.computingpower.challenge.adapter.rest.Views.SecretView;
import org.computingpower.challenge.application.RoundConductor;
import org.computingpower.challenge.application.RoundReads;
import org.computingpower.events.EventJson;
import org.computingpower.kit.rest.Page;
import org.computingpower.kit.rest.PageRequest;
import org.computingpower.kit.rest.Problem;
import org.computingpower.terms.NodeId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Rounds, assignments and history: public, because anybody may recompute them. */
@Path("/api/challenge/v1")
@PermitAll
public class RoundResource {

    /** Assignments further ahead would say nothing yet. */
    private static final int MAX_AHEAD = 2;

    private final RoundReads reads;
    private final RoundConductor conductor;

    RoundResource(RoundReads reads, RoundConductor conductor) {
        this.reads = reads;
        this.conductor = conductor;
    }

    @GET
    @Path("/rounds/{epoch}")
    @Operation(summary = "A round as this validator saw it, with every input of its beacon")
    public Uni<RoundStateView> round(@PathParam("epoch") long epoch) {
        return reads.round(epoch)
                .map(found -> found.map(RoundResource::view)
                        .orElseThrow(() -> Problem.notFound("This validator opened no round in this epoch.")));
    }

    private static RoundStateView view(RoundReads.RoundView round) {
        return new RoundStateView(
                round.round().epoch(),
                round.closed() ? "CLOSED" : "OPEN",
                round.round(),
                round.signature(),
                Instant.ofEpochMilli(round.openedAtMillis()),
                secrets(round.secrets()),
                round.drandRound(),
                round.counts());
    }

    static List<SecretView> secrets(String json) {
        try {
            return Arrays.asList(EventJson.newMapper().readValue(json, SecretView[].class));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("A row does not hold secrets", e);
        }
    }

    @GET
    @Path("/nodes/{nodeId}/assignment")
    @Blocking
    @Operation(summary = "What a node has to do in an epoch; without an epoch in the current one")
    public AssignmentView assignment(@PathParam("nodeId") String nodeId, @QueryParam("epoch") @Nullable Long epoch) {
        NodeId node = node(nodeId);
        long current = conductor.currentEpoch();
        long wanted = epoch == null ? current : epoch;
        if (wanted < current - 1 || wanted > current + MAX_AHEAD) {
            throw Problem.invalid("epoch is the current one, the one before, or one of the next two.");
        }
        return new AssignmentView(
                wanted,
                conductor.slotsOf(wanted, node).stream()
                        .map(AssignmentView.Item::of)
                        .toList());
    }

    @GET
    @Path("/nodes/{nodeId}/history")
    @Operation(summary = "This validator's verdicts on a node, newest first, from the newest on or from an epoch back")
    public Uni<Page<HistoryView>> history(
            @PathParam("nodeId") String nodeId,
            @QueryParam("upToEpoch") @Nullable Long upToEpoch,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor, 2);
        return reads.history(node(nodeId), position(page, upToEpoch), page.fetch())
                .map(entries -> Page.of(page, entries, entry -> List.of("" + entry.epoch(), "" + entry.device()))
                        .map(HistoryView::of));
    }

    private static RoundReads.@Nullable Position position(PageRequest page, @Nullable Long upToEpoch) {
        if (page.after().isEmpty()) {
            return upToEpoch == null
                    ? null
                    : new RoundReads.Position(ProofResource.epoch(upToEpoch), RoundReads.Position.AFTER_ALL_DEVICES);
        }
        try {
            return new RoundReads.Position(
                    Long.parseLong(page.after().get(0)),
                    Integer.parseInt(page.after().get(1)));
        } catch (NumberFormatException e) {
            throw Problem.invalid("cursor is not one that this list gave out.");
        }
    }

    static NodeId node(String hex) {
        try {
            return NodeId.parse(hex);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("A node id is 0x and 64 lower-case hex digits.");
        }
    }
}
