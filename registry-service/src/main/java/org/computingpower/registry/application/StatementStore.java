package org.computingpower.registry.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.List;
import java.util.Set;
import org.computingpower.power.statistics.Availability;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.AttestationStatus;
import org.computingpower.terms.signed.PowerAlarm;

/** Validators' statements until they are facts. */
public interface StatementStore {
    /** What statements are about. */
    enum Kind {
        RECORD,
        REFUSAL,
        RATING,
        PROOF
    }

    /**
     * One validator's statement.
     *
     * @param validator who signed it, recovered from the signature
     * @param setVersion the validator set it was signed for
     * @param signature over the statement
     * @param body JSON of the signed statement
     */
    record Statement(Address validator, long setVersion, Signature signature, String body) {}

    /**
     * Keeps a validator's first statement about a subject; a later one of the same validator changes nothing. Writers about
     * one subject exclude each other until the transaction ends.
     *
     * @return all statements about the subject, ascending by validator; empty if the subject is a fact already
     */
    Uni<List<Statement>> add(SqlClient transaction, Kind kind, Bytes32 subject, Statement statement);

    /** The subject became a fact: its statements are forgotten, and later ones will be ignored. */
    Uni<Void> decide(SqlClient transaction, Kind kind, Bytes32 subject);

    /**
     * Notes what a validator holds of a node's evidence from now on, in place of what it held before. What is not newer
     * than that is ignored.
     *
     * @param members whose word counts
     * @return how many of the members hold the same of the same evidence now; 0 if it is ignored
     */
    Uni<Integer> hold(SqlClient transaction, AttestationStatus status, Address validator, Set<Address> members);

    /**
     * Notes whether a validator's statistics raise the alarm about a device now. Those of rounds before the device's
     * newest rating counts are ignored, and so is what is older than what the validator said already.
     *
     * @param members whose statistics count
     * @return how many of the members raise it now
     */
    Uni<Integer> alarm(SqlClient transaction, PowerAlarm alarm, Address validator, Set<Address> members);

    /** A rating of a device counts from an epoch on: alarms about the one before are over. */
    Uni<Void> ratedFrom(SqlClient transaction, NodeId nodeId, int device, long epoch);

    /** Notes one round of a device and tells what the one of the node's devices missed that missed most of its last rounds. */
    Uni<Availability> addRound(SqlClient transaction, NodeId nodeId, int device, long epoch, boolean missing);

    /** The node has these devices only: nothing that was said about others counts any more. */
    Uni<Void> keepDevices(SqlClient transaction, NodeId nodeId, List<Integer> devices);
}
