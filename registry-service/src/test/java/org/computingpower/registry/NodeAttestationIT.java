package org.computingpower.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.registry.Provider.BASE;
import static org.computingpower.registry.Statements.STRANGER;
import static org.computingpower.registry.Statements.VALIDATORS;
import static org.computingpower.registry.Statements.status;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.computingpower.registry.application.StatementStore;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.AttestationRefusal;
import org.computingpower.terms.signed.AttestationStatus;
import org.computingpower.terms.signed.PowerAlarm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a quorum of validators says about the attestation of a node. */
@QuarkusTest
class NodeAttestationIT extends RunningRegistry {
    @Inject
    StatementStore statements;

    @Test
    void followsWhatAQuorumHoldsOfANodeHoweverOftenItChanges() {
        // Given an attested node
        Provider provider = Provider.enrolled();
        SigningKey node = provider.registered();
        AttestationRecord record = say.record(provider, node);
        QUORUM.forEach(validator -> bus.tell(say.judged(record, validator)));
        awaitStanding(node, AttestationFacet.VALID);

        // When one validator calls it stale, a stranger agrees, and a second one signs with a foreign key
        AttestationStatus stale = status(record, AttestationFacet.VALID, AttestationFacet.STALE, 1);
        bus.tell(say.changed(stale, VALIDATORS.get(0)));
        bus.tell(say.changed(later(stale, 2), VALIDATORS.get(0)));
        bus.tell(say.changed(stale, STRANGER));
        bus.tell(say.changed(stale, VALIDATORS.get(1), STRANGER));
        // Then it is not: a quorum that says so later finds it VALID, and REVOKED afterwards
        bus.tell(say.changed(status(record, AttestationFacet.STALE, AttestationFacet.VALID, 3), VALIDATORS.get(0)));
        bus.tell(say.changed(stale, VALIDATORS.get(1)));
        bus.tell(say.changed(status(record, AttestationFacet.VALID, AttestationFacet.REVOKED, 1), VALIDATORS.get(2)));
        bus.tell(say.changed(status(record, AttestationFacet.STALE, AttestationFacet.REVOKED, 2), VALIDATORS.get(1)));
        awaitStanding(node, AttestationFacet.REVOKED);
        show(node).body("version", equalTo(3));

        // And the same change counts each time that a quorum makes it
        for (int at = 10; at < 30; at += 10) {
            tell(status(record, AttestationFacet.REVOKED, AttestationFacet.VALID, at), VALIDATORS.subList(1, 3));
            awaitStanding(node, AttestationFacet.VALID);
            tell(status(record, AttestationFacet.VALID, AttestationFacet.STALE, at + 1), VALIDATORS.subList(1, 3));
            awaitStanding(node, AttestationFacet.STALE);
        }
    }

    @Test
    void letsNobodyRepeatWhatValidatorsSaidBeforeTheirNewestWord() {
        // Given a node that was stale, valid again, and then revoked
        Provider provider = Provider.enrolled();
        SigningKey node = provider.registered();
        AttestationRecord record = say.record(provider, node);
        QUORUM.forEach(validator -> bus.tell(say.judged(record, validator)));
        AttestationStatus stale = status(record, AttestationFacet.VALID, AttestationFacet.STALE, 10);
        AttestationStatus valid = status(record, AttestationFacet.STALE, AttestationFacet.VALID, 11);
        AttestationStatus revoked = status(record, AttestationFacet.VALID, AttestationFacet.REVOKED, 12);
        tell(stale, QUORUM);
        tell(valid, QUORUM);
        tell(revoked, QUORUM);
        awaitStanding(node, AttestationFacet.REVOKED);
        show(node).body("version", equalTo(5));

        // When one validator calls it VALID and repeats what the other one said, also with orders of its own or none
        bus.tell(say.changed(later(valid, 13), VALIDATORS.get(0)));
        bus.tell(say.changed(valid, VALIDATORS.get(1)));
        bus.tell(say.repeated(valid, later(valid, 14), VALIDATORS.get(1)));
        bus.tell(say.repeated(
                valid,
                new AttestationStatus(
                        1, valid.nodeId(), valid.quoteHash(), valid.oldStatus(), valid.newStatus(), Bytes32.ZERO, null),
                VALIDATORS.get(1)));
        bus.tell(say.changed(later(valid, 12), VALIDATORS.get(1)));
        // Then nothing comes of it: the next change is the one of a quorum that has something newer to say
        tell(later(stale, 15), QUORUM);
        awaitStanding(node, AttestationFacet.STALE);
        show(node).body("version", equalTo(6));
    }

    @Test
    void countsTheWordOfPresentValidatorsOnly() {
        NodeId node = Provider.newNode().nodeId();
        AttestationStatus status = new AttestationStatus(
                1, node, Bytes32.ZERO, AttestationFacet.VALID, AttestationFacet.STALE, Bytes32.ZERO, 1L);
        Set<Address> before = Set.of(STRANGER.address(), VALIDATORS.get(0).address());
        assertThat(hold(status, STRANGER, before)).isEqualTo(1);
        assertThat(hold(status, VALIDATORS.get(0), before)).isEqualTo(2);
        // When another takes the place of one of them
        Set<Address> after =
                Set.of(VALIDATORS.get(0).address(), VALIDATORS.get(1).address());
        assertThat(hold(status, VALIDATORS.get(1), after)).isEqualTo(2);
        assertThat(hold(later(status, 2), VALIDATORS.get(1), after)).isEqualTo(2);
        assertThat(hold(status, VALIDATORS.get(1), after)).isZero();
        assertThat(alarm(node, STRANGER, before)).isEqualTo(1);
        assertThat(alarm(node, VALIDATORS.get(0), after)).isEqualTo(1);
    }

    private int hold(AttestationStatus status, SigningKey validator, Set<Address> members) {
        return pool.withTransaction(transaction -> statements.hold(transaction, status, validator.address(), members))
                .await()
                .atMost(DEADLINE);
    }

    private int alarm(NodeId node, SigningKey validator, Set<Address> members) {
        PowerAlarm alarm = new PowerAlarm(1, node, 0, 1, true);
        return pool.withTransaction(transaction -> statements.alarm(transaction, alarm, validator.address(), members))
                .await()
                .atMost(DEADLINE);
    }

    private void tell(AttestationStatus status, List<SigningKey> validators) {
        validators.forEach(validator -> bus.tell(say.changed(status, validator)));
    }

    private static AttestationStatus later(AttestationStatus status, long at) {
        return new AttestationStatus(
                status.setVersion(),
                status.nodeId(),
                status.quoteHash(),
                status.oldStatus(),
                status.newStatus(),
                status.reasonHash(),
                at);
    }

    @ParameterizedTest
    @EnumSource(names = {"STALE", "TCB_OUTDATED", "REVOKED", "REJECTED"})
    void letsBadEvidenceTakeNothingFromGoodEvidenceHoweverThatStands(AttestationFacet standing) {
        // Given a node that posted bad evidence before and after good one, which stands worse today
        Provider provider = Provider.enrolled();
        SigningKey node = provider.registered();
        tellRefusal(node, "bad");
        awaitStanding(node, AttestationFacet.REJECTED);
        AttestationRecord record = say.record(provider, node);
        QUORUM.forEach(validator -> bus.tell(say.judged(record, validator)));
        tell(status(record, AttestationFacet.VALID, standing, 1), QUORUM);
        tellRefusal(node, "worse");
        awaitStanding(node, standing);

        // When a quorum finds the good one VALID again, then it is
        tell(status(record, standing, AttestationFacet.VALID, 2), QUORUM);
        awaitStanding(node, AttestationFacet.VALID);
        show(node).body("version", equalTo(5));
    }

    private void tellRefusal(SigningKey node, String quote) {
        AttestationRefusal refusal =
                new AttestationRefusal(1, node.nodeId(), Digests.keccak256OfText(quote), Bytes32.ZERO);
        QUORUM.forEach(validator -> bus.tell(say.refused(refusal, validator)));
    }

    @Test
    void takesNothingFromANewerRecordWhenAnOlderOneReachesItsQuorumLate() {
        // Given two records, the older of which all but one validator have judged
        Provider provider = Provider.enrolled();
        SigningKey node = provider.registered();
        AttestationRecord newest = say.record(provider, node);
        AttestationRecord newer = say.older(newest, Digests.keccak256OfText("newer"), 1);
        AttestationRecord older = say.older(newest, Digests.keccak256OfText("older"), 2);
        bus.tell(say.judged(older, VALIDATORS.get(0)));
        QUORUM.forEach(validator -> bus.tell(say.judged(newer, validator)));
        awaitStanding(node, AttestationFacet.VALID);
        tell(status(newer, AttestationFacet.VALID, AttestationFacet.REVOKED, 1), QUORUM);
        awaitStanding(node, AttestationFacet.REVOKED);

        // When the late one judges it, then nothing comes of it, but a newer record counts
        bus.tell(say.judged(older, VALIDATORS.get(1)));
        QUORUM.forEach(validator -> bus.tell(say.judged(newest, validator)));
        awaitStanding(node, AttestationFacet.VALID);
        show(node)
                .body("version", equalTo(4))
                .body("facets.attestation.quoteHash", equalTo(newest.quoteHash().toString()));
    }

    @Test
    void takesNoRecordOfAnotherTrustRootAndTheTrustDomainOfTheMarketOnly() {
        Provider provider = Provider.enrolled();
        SigningKey node = provider.registered();
        AttestationRecord record = say.record(provider, node);
        AttestationRecord foreign = say.record(provider, node, Digests.keccak256OfText("another root"));
        // When a quorum signs a record of another root
        QUORUM.forEach(validator -> bus.tell(say.judged(foreign, validator)));

        // Then the record of the market's own root counts all the same, and is of no better domain than the market
        QUORUM.forEach(validator -> bus.tell(say.judged(record, validator, validator, "INTEL")));
        awaitStanding(node, AttestationFacet.VALID);
        show(node)
                .body(
                        "facets.attestation.trustRootHash",
                        equalTo(market.trustRootHash().toString()))
                .body("facets.attestation.trustDomain", equalTo("SIMULATED"));
        given().queryParam("trustDomain", "INTEL").get(BASE + "/nodes").then().body("items", empty());
    }

    private static void awaitStanding(SigningKey node, AttestationFacet status) {
        awaitFacet(node, "attestation", status);
    }
}
