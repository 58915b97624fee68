package org.computingpower.challenge.adapter.rest;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.concurrent.Semaphore;
import org.computingpower.challenge.application.OwnDoor;
import org.computingpower.challenge.application.OwnDoor.Answer;
import org.computingpower.challenge.application.SigningDesk;
import org.computingpower.kit.rest.Problem;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.SettlementBatch;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The parties' own door to the chain. Public: amounts are public and the answer is the same for all; few are computed at once. */
@Path("/api/challenge/v1/orders")
@PermitAll
public class OwnDoorResource {

    private static final int AT_ONCE = 4;

    private final OwnDoor door;
    private final SigningDesk desk;
    private final Semaphore room = new Semaphore(AT_ONCE);

    OwnDoorResource(OwnDoor door, SigningDesk desk) {
        this.door = door;
        this.desk = desk;
    }

    /** A batch of one order with this validator's signature. */
    record SignedBatchView(Address validator, Bytes32 batchId, SettlementBatch batch, Signature signature) {}

    @POST
    @Path("/{orderId}/settlement")
    @Blocking
    @Operation(
            summary = "This validator's signature over a batch of this order alone, from its own computation",
            description = "With the threshold of such signatures anybody may settle the order on chain.")
    public SignedBatchView sign(
            @PathParam("orderId") String orderId, @QueryParam("asOfEpoch") @Nullable Long asOfEpoch) {
        if (asOfEpoch == null) {
            throw Problem.invalid("asOfEpoch is needed: all validators sign the same one.");
        }
        if (!room.tryAcquire()) {
            throw ProofProblems.overloaded();
        }
        try {
            return view(door.ask(parse(orderId), asOfEpoch));
        } finally {
            room.release();
        }
    }

    private SignedBatchView view(Answer answer) {
        return switch (answer) {
            case Answer.Signed(SettlementBatch batch, Bytes32 batchId, Signature signature) ->
                new SignedBatchView(desk.address(), batchId, batch, signature);
            case Answer.Unknown ignored -> throw Problem.notFound("This validator knows no such order.");
            case Answer.OutOfRange(long first, long last) ->
                throw Problem.invalid("asOfEpoch lies in [" + first + ", " + last + "].");
            case Answer.NotYet ignored -> throw ProofProblems.amountsNotKnown();
            case Answer.NothingDue ignored -> throw ProofProblems.nothingDue();
            case Answer.Contradicts ignored -> throw ProofProblems.amountsContradict();
        };
    }

    private static OrderId parse(String hex) {
        try {
            return OrderId.parse(hex);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("An order id is 0x and 64 lower-case hex digits.");
        }
    }
}
