package org.computingpower.registry;

import static io.restassured.RestAssured.given;
import static org.computingpower.registry.Provider.BASE;
import static org.computingpower.registry.Statements.STRANGER;
import static org.computingpower.registry.Statements.VALIDATORS;
import static org.computingpower.registry.Statements.status;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.AttestationStatus;
import org.junit.jupiter.api.Test;

/** What a quorum of validators says about the attestation of a node. */
@QuarkusTest
class NodeAttestationIT extends RunningRegistry {

    @Test
    void followsWhatAQuorumHoldsOfANodeHoweverOftenItChanges() {
        // Given an attested node
        Provider provider = Provider.enrolled();
        SigningKey node = provider.registered();
        AttestationRecord record = say.record(provider, node);
        QUORUM.forEach(validator -> bus.tell(say.judged(record, validator)));
        awaitStanding(node, AttestationFacet.VALID);

        // When one validator calls it stale, a stranger agrees, and a second one signs with a foreign key
        AttestationStatus stale = status(record, AttestationFacet.VALID, AttestationFacet.STALE);
        AttestationStatus valid = status(record, AttestationFacet.STALE, AttestationFacet.VALID);
        AttestationStatus revoked = status(record, AttestationFacet.VALID, AttestationFacet.REVOKED);
        bus.tell(say.changed(stale, VALIDATORS.get(0)));
        bus.tell(say.changed(stale, VALIDATORS.get(0)));
        bus.tell(say.changed(stale, STRANGER));
        bus.tell(say.changed(stale, VALIDATORS.get(1), STRANGER));
        // Then it is not: a quorum that says so later finds it VALID, and REVOKED afterwards
        bus.tell(say.changed(valid, VALIDATORS.get(0)));
        bus.tell(say.changed(stale, VALIDATORS.get(1)));
        bus.tell(say.changed(revoked, VALIDATORS.get(2)));
        bus.tell(say.changed(revoked, VALIDATORS.get(1)));
        awaitStanding(node, AttestationFacet.REVOKED);

        // And the same change counts each time that a quorum makes it
        for (int i = 0; i < 2; i++) {
            bus.tell(say.changed(valid, VALIDATORS.get(1)));
            bus.tell(say.changed(valid, VALIDATORS.get(2)));
            awaitStanding(node, AttestationFacet.VALID);
            bus.tell(say.changed(stale, VALIDATORS.get(1)));
            bus.tell(say.changed(stale, VALIDATORS.get(2)));
            awaitStanding(node, AttestationFacet.STALE);
        }
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
