package org.computingpower.challenge.adapter.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.computingpower.challenge.application.RoundStore;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.beacon.OwnSecrets;
import org.computingpower.challenge.domain.beacon.SignedCommitment;
import org.computingpower.challenge.domain.rating.DeviceTrack;
import org.computingpower.challenge.domain.roster.EpochRoster;
import org.computingpower.challenge.domain.roster.RosterBuilder;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.events.MarketEvent;
import org.computingpower.power.Hash32;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.money.AuditRule;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.CommitReceipt;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.RoundOpen;

/** {@link RoundStore} in plain SQL. */
@ApplicationScoped
class PostgresRoundStore implements RoundStore {

    private static final String STRIKE = "insert into strike as known (validator, epoch)"
            + " select validator, $2 from unnest($1::text[]) as t (validator)"
            + " on conflict (validator) do update set epoch = greatest(known.epoch, excluded.epoch)";
    private static final String STRIKES = "select validator, epoch from strike where epoch >= $1";
    private static final String SIGN_ONCE =
            "insert into signed_once (type, key, digest) values ($1, $2, $3) on conflict do nothing";
    private static final String SIGNED = "select digest from signed_once where type = $1 and key = $2";
    private static final String SECRETS = "select primary_secret, reserve_secret from beacon_secret where epoch = $1";
    private static final String SAVE_SECRETS =
            "insert into beacon_secret (epoch, primary_secret, reserve_secret) values ($1, $2, $3)";
    /** Two prove a contradiction; more of them say nothing new. */
    private static final String SAVE_COMMITMENT = "insert into beacon_commitment (epoch, validator, body, signature)"
            + " select $1::bigint, $2::text, $3::text, $4::text"
            + " where (select count(*) from beacon_commitment where epoch = $1 and validator = $2) < 2"
            + " on conflict do nothing";

    private static final String COMMITMENTS =
            "select validator, body, signature from beacon_commitment where epoch = $1";
    private static final String CONTRADICTED =
            "insert into beacon_contradiction (epoch, validator) values ($1, $2) on conflict do nothing";
    private static final String HEAD = "select number, hash from chain_head order by number desc limit 1";
    private static final String IS_HEAD = "select 1 from chain_head where number = $1 and hash = $2";
    private static final String SEED =
            "select seed from round_opening where epoch = $1 group by seed" + " having count(*) >= $2";
    private static final String SAVE_ROUND =
            "insert into round (epoch, body, signature, secrets, opened_at_millis, drand_round) values ($1, $2, $3, $4, $5, $6)";
    private static final String SAVE_OPENING =
            "insert into round_opening (epoch, validator, seed) values ($1, $2, $3) on conflict do nothing";
    private static final String SAVE_OPENED =
            "insert into opened_round (open_hash, epoch, audit) values ($1, $2, $3) on conflict do nothing";

    private final Transactions transactions;
    private final EventOutbox events;
    private final RosterRows rosters;
    private final AnswerRows answers;
    private final VerdictRows verdicts;

    PostgresRoundStore(
            Transactions transactions,
            EventOutbox events,
            RosterRows rosters,
            AnswerRows answers,
            VerdictRows verdicts) {
        this.transactions = transactions;
        this.events = events;
        this.rosters = rosters;
        this.answers = answers;
        this.verdicts = verdicts;
    }

    @Override
    public boolean signOnce(SignedSubject subject) {
        return transactions.run(connection -> signOnce(connection, subject));
    }

    /** As {@link RoundStore#signOnce}, within a transaction. */
    static Uni<Boolean> signOnce(SqlClient connection, SignedSubject subject) {
        return Sql.update(
                        connection,
                        SIGN_ONCE,
                        subject.type(),
                        subject.key(),
                        subject.digest().toString())
                .chain(() ->
                        Sql.first(connection, row -> row.getString("digest"), SIGNED, subject.type(), subject.key()))
                .map(stored ->
                        stored.filter(subject.digest().toString()::equals).isPresent());
    }

    @Override
    public Optional<OwnSecrets> secrets(long epoch) {
        return transactions.run(connection -> Sql.first(
                connection,
                row -> new OwnSecrets(
                        epoch, secret(row.getString("primary_secret")), secret(row.getString("reserve_secret"))),
                SECRETS,
                epoch));
    }

    private static org.computingpower.power.round.BeaconSecret secret(String hex) {
        return new org.computingpower.power.round.BeaconSecret(Hash32.parse(hex));
    }

    @Override
    public void saveSecrets(OwnSecrets secrets, Address validator, BeaconCommitment commitment, Signature signature) {
        transactions.run(connection -> Sql.update(
                        connection,
                        SAVE_SECRETS,
                        secrets.epoch(),
                        secrets.primary().value().toString(),
                        secrets.reserve().value().toString())
                .chain(() -> saveCommitment(connection, new SignedCommitment(validator, commitment, signature)))
                .chain(() -> events.publish(
                        connection, List.of(new ChallengeRoundEvent.BeaconCommitted(validator, commitment, signature))))
                .replaceWith(true));
    }

    @Override
    public void saveCommitment(SignedCommitment commitment) {
        transactions.run(connection -> saveCommitment(connection, commitment));
    }

    static Uni<Integer> saveCommitment(SqlClient connection, SignedCommitment signed) {
        return Sql.update(
                connection,
                SAVE_COMMITMENT,
                signed.commitment().epoch(),
                signed.validator().toString(),
                Sql.json(signed.commitment()),
                signed.signature().toString());
    }

    @Override
    public List<SignedCommitment> commitments(long epoch) {
        return transactions.run(connection -> Sql.list(
                connection,
                row -> new SignedCommitment(
                        Address.parse(row.getString("validator")),
                        Sql.read(row.getString("body"), BeaconCommitment.class),
                        Signature.parse(row.getString("signature"))),
                COMMITMENTS,
                epoch));
    }

    @Override
    public void contradicted(Address validator, long epoch, MarketEvent evidence) {
        transactions.run(connection -> Sql.update(connection, CONTRADICTED, epoch, validator.toString())
                .chain(added -> added > 0
                        ? events.publish(connection, List.of(evidence))
                        : Uni.createFrom().voidItem())
                .replaceWith(true));
    }

    @Override
    public Optional<BlockRef> finalizedHead() {
        return transactions.run(connection -> Sql.first(
                connection, row -> new BlockRef(row.getLong("number"), Bytes32.parse(row.getString("hash"))), HEAD));
    }

    @Override
    public boolean isFinalized(BlockRef block) {
        return transactions.run(connection -> Sql.run(
                        connection, IS_HEAD, block.number(), block.hash().toString())
                .map(rows -> rows.size() > 0));
    }

    @Override
    public Optional<Hash32> seedOf(long epoch, int threshold) {
        return transactions.run(connection ->
                Sql.first(connection, row -> Hash32.parse(row.getString("seed")), SEED, epoch, (long) threshold));
    }

    @Override
    public Optional<StoredRound> lastRound() {
        return transactions.run(answers::lastRound);
    }

    @Override
    public List<StoredAnswer> answersAfter(long epoch, Optional<RosterSlot.Key> last, int limit) {
        return transactions.run(connection -> answers.after(connection, epoch, last, limit));
    }

    @Override
    public RosterBuilder.Facts rosterFacts(long epoch) {
        return transactions.run(connection -> rosters.facts(connection, epoch));
    }

    @Override
    public RosterBuilder.Facts rosterFacts(long epoch, NodeId nodeId) {
        return transactions.run(connection -> rosters.facts(connection, epoch, nodeId));
    }

    @Override
    public void openRound(Opening opening, EpochRoster roster, ChallengeRoundEvent.RoundOpened event) {
        transactions.run(connection -> Sql.update(
                        connection,
                        SAVE_ROUND,
                        opening.round().epoch(),
                        Sql.json(opening.round()),
                        opening.signature().toString(),
                        Sql.json(event.secrets()),
                        opening.openedAtMillis(),
                        event.drandRound())
                .chain(() -> saveOpening(connection, opening.validator(), opening.round()))
                .chain(() -> rosters.save(connection, roster))
                .chain(() -> events.publish(connection, List.of(event)))
                .replaceWith(true));
    }

    static Uni<Integer> saveOpening(SqlClient connection, Address validator, RoundOpen round) {
        return Sql.update(
                        connection,
                        SAVE_OPENED,
                        round.structHash().toString(),
                        round.epoch(),
                        AuditRule.isAudit(round.epochSeed()))
                .chain(() -> Sql.update(
                        connection,
                        SAVE_OPENING,
                        round.epoch(),
                        validator.toString(),
                        Hashes.puzzle(round.epochSeed()).toString()));
    }

    @Override
    public void keepStart(long epoch, Address validator, CommitReceipt start, Signature signature) {
        transactions.run(connection -> answers.saveStart(connection, epoch, validator, start, signature));
    }

    @Override
    public Map<Address, Long> starts(long epoch) {
        return transactions.run(connection -> answers.starts(connection, epoch));
    }

    @Override
    public void publish(MarketEvent event) {
        transactions.run(
                connection -> events.publish(connection, List.of(event)).replaceWith(true));
    }

    @Override
    public void strike(Collection<Address> silent, long epoch, MarketEvent event) {
        transactions.run(connection -> Sql.update(connection, STRIKE, Sql.text(silent, Address::toString), epoch)
                .chain(() -> events.publish(connection, List.of(event)))
                .replaceWith(true));
    }

    @Override
    public Map<Address, Long> strikesSince(long epoch) {
        return transactions.run(connection -> Sql.run(connection, STRIKES, epoch)
                .map(rows -> Sql.stream(rows)
                        .collect(Collectors.toMap(
                                row -> Address.parse(row.getString("validator")), row -> row.getLong("epoch")))));
    }

    @Override
    public boolean waive(long epoch, MarketEvent event) {
        return transactions.run(connection -> Sql.update(connection, PostgresProjections.WAIVED, epoch)
                .chain(fresh -> fresh > 0
                        ? events.publish(connection, List.of(event)).replaceWith(true)
                        : Uni.createFrom().item(false)));
    }

    @Override
    public int forgetRoundsBefore(long epoch) {
        return transactions.run(connection -> PrunedRows.forgetBefore(connection, epoch));
    }

    @Override
    public Map<RosterSlot.Key, DeviceTrack> tracks(Collection<RosterSlot.Key> devices) {
        return transactions.run(connection -> verdicts.tracks(connection, devices));
    }

    @Override
    public Set<RosterSlot.Key> judged(long epoch) {
        return transactions.run(connection -> verdicts.judged(connection, epoch));
    }

    @Override
    public void keepVerdicts(long epoch, List<JudgedSlot> part, List<MarketEvent> published) {
        transactions.run(connection -> verdicts.save(connection, epoch, part)
                .chain(() -> events.publish(connection, published))
                .replaceWith(true));
    }

    @Override
    public Map<ProofResult, Integer> results(long epoch) {
        return transactions.run(connection -> verdicts.results(connection, epoch));
    }

    @Override
    public boolean closeRound(long epoch, Map<ProofResult, Integer> results, MarketEvent event) {
        return transactions.run(connection -> verdicts.close(connection, epoch, results)
                .chain(first -> first
                        ? events.publish(connection, List.of(event)).replaceWith(true)
                        : Uni.createFrom().item(false)));
    }
}
