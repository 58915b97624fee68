package org.computingpower.relayer.adapter.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.computingpower.kit.rest.Page;
import org.computingpower.kit.rest.PageRequest;
import org.computingpower.kit.rest.Problem;
import org.computingpower.kit.rest.Roles;
import org.computingpower.relayer.application.ChainReading;
import org.computingpower.relayer.application.ChainReading.IntentView;
import org.computingpower.relayer.domain.ChainBlock;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.market.MarketFile;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the relayer does and where it stands. */
@Path("/api/chain/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "chain")
public class ChainResource {

    private final ChainReading reading;
    private final MarketFile market;

    ChainResource(ChainReading reading, MarketFile market) {
        this.reading = reading;
        this.market = market;
    }

    /** Where the relayer stands. */
    @GET
    @Path("/status")
    @PermitAll
    @Operation(summary = "Where the relayer stands")
    public Uni<StatusView> status() {
        return reading.status()
                .map(status -> new StatusView(
                        market.chainId(),
                        finalized(status.finalized()),
                        status.head().map(ChainBlock::number).orElse(null),
                        status.halted().isPresent(),
                        status.halted().orElse(null),
                        status.pendingIntents()));
    }

    /** A block as the follower keeps it. */
    @GET
    @Path("/blocks/{number}")
    @PermitAll
    @Operation(summary = "A block as the follower keeps it")
    public Uni<BlockView> block(@PathParam("number") @Min(0) long number) {
        return reading.block(number)
                .map(found -> found.map(block -> new BlockView(
                                block.block().number(),
                                block.block().hash(),
                                block.block().time().getEpochSecond(),
                                block.isFinal()))
                        .orElseThrow(() -> Problem.notFound("No block " + number)));
    }

    /** Intents in the order they came. */
    @GET
    @Path("/intents")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Intents with transactions and attempts, in the order they came")
    public Uni<Page<IntentView>> intents(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor, 1);
        return reading.intents(after(request), request.fetch())
                .map(found -> Page.of(request, found, intent -> List.of(Long.toString(intent.position()))));
    }

    private static long after(PageRequest request) {
        try {
            return request.after().isEmpty()
                    ? 0
                    : Long.parseLong(request.after().getFirst());
        } catch (NumberFormatException e) {
            throw Problem.invalid("cursor is not one that this list gave out.");
        }
    }

    /** One intent. */
    @GET
    @Path("/intents/{id}")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "One intent with its transaction and attempts")
    public Uni<IntentView> intent(@PathParam("id") String id) {
        return reading.intent(id).map(found -> found.orElseThrow(() -> Problem.notFound("No such intent")));
    }

    private static @Nullable HeadView finalized(Optional<ChainBlock> block) {
        return block.map(found -> new HeadView(found.number(), found.hash())).orElse(null);
    }

    /**
     * Where the relayer stands.
     *
     * @param finalized highest finalized block; null before the first
     * @param head height of the highest block followed; null before the first
     */
    public record StatusView(
            long chainId,
            @Nullable HeadView finalized,
            @Nullable Long head,
            boolean halted,
            @Nullable String haltReason,
            long pendingIntents) {}

    /** A block's number and hash. */
    public record HeadView(long number, Bytes32 hash) {}

    /** A block; {@code time} in whole Unix seconds. */
    public record BlockView(long number, Bytes32 hash, long time, boolean finalized) {}
}
