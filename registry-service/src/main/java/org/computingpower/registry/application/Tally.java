package org.computingpower.registry.application;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.computingpower.registry.application.StatementStore.Kind;
import org.computingpower.registry.application.StatementStore.Statement;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.quorum.CastResult;
import org.computingpower.terms.quorum.QuorumTally;
import org.computingpower.terms.quorum.TallyState;
import org.computingpower.terms.quorum.Vote;
import org.computingpower.terms.signed.SignedType;
import org.jboss.logging.Logger;

/** Turns validators' statements into facts: a quorum of equal, signed statements about one subject. */
@ApplicationScoped
public class Tally {
    private static final Logger LOG = Logger.getLogger(Tally.class);

    private final StatementStore statements;
    private final Market market;

    Tally(StatementStore statements, Market market) {
        this.statements = statements;
        this.market = market;
    }

    /**
     * A statement that became a fact.
     *
     * @param statement what a quorum signed
     * @param votes at least the threshold of votes, ascending by signer
     */
    public record Fact<S>(S statement, List<Vote<Bytes32>> votes) {}

    /**
     * Counts one statement. A statement that its sender did not sign, or that no member of the set signed, has no effect.
     *
     * @param subject what the statement is about; statements about one subject exclude each other
     * @return the fact, at the moment that a quorum is there and only then
     */
    public <S extends SignedType> Uni<Optional<Fact<S>>> count(
            SqlClient transaction,
            Kind kind,
            Bytes32 subject,
            Address sender,
            long setVersion,
            S statement,
            Signature signature) {
        if (!isValidators(sender, statement, signature)) {
            return Uni.createFrom().item(Optional.empty());
        }
        Bytes32 digest = statement.digest(market.domains());
        return statements
                .add(transaction, kind, subject, new Statement(sender, setVersion, signature, digest.toString()))
                .chain(all -> {
                    Optional<List<Vote<Bytes32>>> votes = reached(subject, all, digest);
                    return votes.isEmpty()
                            ? Uni.createFrom().item(Optional.empty())
                            : statements
                                    .decide(transaction, kind, subject)
                                    .replaceWith(Optional.of(new Fact<>(statement, votes.get())));
                });
    }

    /** Whether a member of the validator set sent and signed this. */
    boolean isValidators(Address sender, SignedType statement, Signature signature) {
        boolean isValidators = market.validators().members().contains(sender) && isSigned(sender, statement, signature);
        if (!isValidators) {
            LOG.warnf(
                    "Statement ignored, not signed by a validator: type=%s sender=%s",
                    statement.getClass().getSimpleName(), sender);
        }
        return isValidators;
    }

    /** A statement with a value that its type cannot hold has no digest, so nobody signed it. */
    private boolean isSigned(Address sender, SignedType statement, Signature signature) {
        try {
            return statement.isSignedBy(sender, signature, market.domains());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<List<Vote<Bytes32>>> reached(Bytes32 subject, List<Statement> all, Bytes32 digest) {
        QuorumTally<Bytes32, Bytes32> tally = QuorumTally.open(subject, market.validators());
        for (Statement one : all) {
            Vote<Bytes32> vote = new Vote<>(one.validator(), Bytes32.parse(one.body()), one.signature());
            tally = switch (tally.cast(one.setVersion(), vote)) {
                case CastResult.Counted<Bytes32, Bytes32>(var counted) -> counted;
                case CastResult.Equivocated<Bytes32, Bytes32>(var left, var evidence) -> left;
                case CastResult.Repeated<Bytes32, Bytes32>() -> tally;
                case CastResult.Refused<Bytes32, Bytes32>(var reason) -> tally;
            };
        }
        return switch (tally.state()) {
            case TallyState.Reached<Bytes32>(Bytes32 value, var votes) when value.equals(digest) -> Optional.of(votes);
            case TallyState.Reached<Bytes32> other -> Optional.empty();
            case TallyState.Pending<Bytes32> pending -> Optional.empty();
            case TallyState.Split<Bytes32> split -> Optional.empty();
        };
    }
}
