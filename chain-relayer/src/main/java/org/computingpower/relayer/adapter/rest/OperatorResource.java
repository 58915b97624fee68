package org.computingpower.relayer.adapter.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.computingpower.kit.rest.Problem;
import org.computingpower.kit.rest.Roles;
import org.computingpower.relayer.application.OperatorRequests;
import org.computingpower.relayer.application.Replay;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What an operator does when something stands still. Every call may be repeated; the workers act at their next poll. */
@Path("/api/chain/v1")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "chain")
public class OperatorResource {

    private final OperatorRequests requests;

    OperatorResource(OperatorRequests requests) {
        this.requests = requests;
    }

    /** Starts a stopped key again. */
    @POST
    @Path("/key/resync")
    @Operation(summary = "Start a stopped key again where the chain stands, once no transaction unknown here is open")
    @APIResponse(
            responseCode = "202",
            description = "Accepted",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AcceptedView.class)))
    public Uni<Response> resync() {
        return requests.resyncKeys()
                .map(asked ->
                        accepted(asked, Problem.conflict("key-not-stopped", "Key not stopped", "No key is stopped.")));
    }

    /** Ends a halt. */
    @POST
    @Path("/follower/resume")
    @Operation(summary = "Let a halted follower try again; it halts again if the chain still breaks its promise")
    @APIResponse(
            responseCode = "202",
            description = "Accepted",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AcceptedView.class)))
    public Uni<Response> resume() {
        return requests.resume()
                .map(asked -> accepted(
                        asked,
                        Problem.conflict("follower-not-halted", "Follower not halted", "The follower is not halted.")));
    }

    private static Response accepted(boolean asked, Problem otherwise) {
        if (!asked) {
            throw otherwise;
        }
        return Response.accepted(new AcceptedView(true)).build();
    }

    /** Asks for a replay. */
    @POST
    @Path("/replays")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Read all logs from a block to the last finalized one again and add what the books lack")
    @APIResponse(
            responseCode = "202",
            description = "Accepted",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReplayView.class)))
    public Uni<Response> replay(@Valid @NotNull ReplayRequest request) {
        return requests.replay(request.fromBlock())
                .map(found -> found.map(replay ->
                                Response.accepted(ReplayView.of(replay)).build())
                        .orElseThrow(() -> Problem.conflict(
                                "block-not-final",
                                "Block not final",
                                "No block at or above " + request.fromBlock() + " is final yet.")));
    }

    /** How far a replay is. */
    @GET
    @Path("/replays/latest")
    @Operation(summary = "How far the last replay is")
    public Uni<ReplayView> replay() {
        return requests.replay()
                .map(found -> found.map(ReplayView::of).orElseThrow(() -> Problem.notFound("No replay was asked for")));
    }

    /** The workers act at their next poll. */
    public record AcceptedView(boolean accepted) {}

    /**
     * From where.
     *
     * @param fromBlock first block, from 0 on
     */
    public record ReplayRequest(@Min(0) long fromBlock) {}

    /** A replay. */
    public record ReplayView(
            long fromBlock, long nextBlock, long toBlock, long logsChecked, long logsAdded, boolean finished) {
        static ReplayView of(Replay replay) {
            return new ReplayView(
                    replay.fromBlock(),
                    replay.nextBlock(),
                    replay.toBlock(),
                    replay.logsChecked(),
                    replay.logsAdded(),
                    replay.finished());
        }
    }
}
