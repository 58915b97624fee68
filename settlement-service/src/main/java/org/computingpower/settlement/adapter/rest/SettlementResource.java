package org.computingpower.settlement.adapter.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.computingpower.kit.rest.Caller;
import org.computingpower.kit.rest.Page;
import org.computingpower.kit.rest.PageRequest;
import org.computingpower.kit.rest.Problem;
import org.computingpower.kit.rest.Roles;
import org.computingpower.settlement.application.Reads;
import org.computingpower.settlement.application.Reads.Reader;
import org.computingpower.settlement.application.read.Balance;
import org.computingpower.settlement.application.read.BatchView;
import org.computingpower.settlement.application.read.LedgerEntry;
import org.computingpower.settlement.application.read.Reconciliation;
import org.computingpower.settlement.application.read.SlashView;
import org.computingpower.settlement.application.read.Statement;
import org.computingpower.settlement.application.reconcile.EscrowReader.ChainSilentException;
import org.computingpower.settlement.application.reconcile.ReconcileChain;
import org.computingpower.settlement.application.reconcile.ReconciliationReport;
import org.computingpower.terms.Bytes32;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Statements and balances of orders for their parties, the ledger for operators. */
@Path("/api/settlement/v1")
@Produces(MediaType.APPLICATION_JSON)
public class SettlementResource {

    private static final Logger LOG = Logger.getLogger(SettlementResource.class);
    private static final String TEXT_CSV = "text/csv";

    private final Reads reads;
    private final Caller caller;
    private final ReconcileChain reconcile;

    SettlementResource(Reads reads, Caller caller, ReconcileChain reconcile) {
        this.reads = reads;
        this.caller = caller;
        this.reconcile = reconcile;
    }

    /** The itemised statement of an order. */
    @GET
    @Path("/orders/{orderId}/statement")
    @RolesAllowed({Roles.USER, Roles.PROVIDER, Roles.OPERATOR})
    @Operation(summary = "Itemised statement of an order, one line per window")
    public Uni<Statement> statement(@PathParam("orderId") String orderId) {
        return found(orderId);
    }

    /** The same statement as CSV. */
    @GET
    @Path("/orders/{orderId}/statement")
    @Produces(TEXT_CSV)
    @RolesAllowed({Roles.USER, Roles.PROVIDER, Roles.OPERATOR})
    public Uni<String> statementCsv(@PathParam("orderId") String orderId) {
        return found(orderId).map(Statement::toCsv);
    }

    private Uni<Statement> found(String orderId) {
        return reads.statement(bytes32("orderId", orderId), reader()).map(SettlementResource::orNotFound);
    }

    /** The three levels of an order's money. */
    @GET
    @Path("/orders/{orderId}/balance")
    @RolesAllowed({Roles.USER, Roles.PROVIDER, Roles.OPERATOR})
    @Operation(summary = "Money of an order at the three levels: accrued, submitted, final")
    public Uni<Balance> balance(@PathParam("orderId") String orderId) {
        return reads.balance(bytes32("orderId", orderId), reader()).map(SettlementResource::orNotFound);
    }

    /** Batches, the newest first. */
    @GET
    @Path("/batches")
    @PermitAll
    @Operation(summary = "Settlement batches, the newest first")
    public Uni<Page<BatchView>> batches(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor, 1);
        return reads.batches(before(request), request.fetch())
                .map(found -> Page.of(request, found, batch -> List.of(Long.toString(batch.batchNo()))));
    }

    /** One batch. */
    @GET
    @Path("/batches/{batchId}")
    @PermitAll
    @Operation(summary = "One settlement batch with its items and signers")
    public Uni<BatchView> batch(@PathParam("batchId") String batchId) {
        return reads.batch(bytes32("batchId", batchId)).map(SettlementResource::orNotFound);
    }

    /** Proposed slashes, the newest first. */
    @GET
    @Path("/slashes")
    @PermitAll
    @Operation(summary = "Proposed slashes, the newest first")
    public Uni<Page<SlashView>> slashes(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor, 1);
        return reads.slashes(before(request), request.fetch())
                .map(found -> Page.of(request, found, slash -> List.of(Long.toString(slash.slashNo()))));
    }

    /** Ledger entries of an order. */
    @GET
    @Path("/ledger/orders/{orderId}")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Ledger entries of an order's transfers")
    public Uni<Page<LedgerEntry>> ledger(@PathParam("orderId") String orderId) {
        return reads.ledger(bytes32("orderId", orderId)).map(entries -> new Page<>(entries, null));
    }

    /** The ledger's view of the chain. */
    @GET
    @Path("/reconciliation")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "What the ledger says is on chain, and at which finalized block")
    public Uni<Reconciliation> reconciliation() {
        return reads.reconciliation();
    }

    /** Compares the ledger with the contracts now; waits up to 45 s for a ledger that is about to catch up. */
    @POST
    @Path("/reconciliation/reports")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Compare the ledger with the contracts at the last finalized block, order by order and in total")
    public Uni<ReconciliationReport> reconcileNow() {
        return reconcile.run().onFailure(ChainSilentException.class).transform(silent -> {
            LOG.warnf("Ledger and contracts could not be compared: reason=%s", silent.getMessage());
            return new Problem("chain-silent", "Chain silent", 503, "No endpoint of the chain answered; try again.");
        });
    }

    /** What the comparisons so far found. */
    @GET
    @Path("/reconciliation/reports")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Comparisons of the ledger with the contracts, the newest first")
    public Uni<Page<ReconciliationReport>> reports(@QueryParam("limit") @Nullable Integer limit) {
        return reconcile.reports(PageRequest.of(limit, null, 1).limit()).map(found -> new Page<>(found, null));
    }

    private Reader reader() {
        return new Reader(caller.subject(), caller.hasRole(Roles.OPERATOR));
    }

    private static long before(PageRequest request) {
        try {
            return request.after().isEmpty()
                    ? Long.MAX_VALUE
                    : Long.parseLong(request.after().getFirst());
        } catch (NumberFormatException e) {
            throw Problem.invalid("cursor is not one that this list gave out.");
        }
    }

    private static String bytes32(String name, String hex) {
        try {
            return Bytes32.parse(hex).toString();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(name + " is 0x and 64 lower-case hex digits.");
        }
    }

    /** One answer for what does not exist and for what is not the caller's: an order's existence is its parties' business. */
    private static <T> T orNotFound(Optional<T> found) {
        return found.orElseThrow(() -> Problem.notFound("There is no such order or batch for this caller."));
    }
}
