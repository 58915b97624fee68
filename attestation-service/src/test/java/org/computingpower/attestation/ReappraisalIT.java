package org.computingpower.attestation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.computingpower.attestation.Samples.TestNode;
import org.computingpower.attestation.application.Collaterals;
import org.computingpower.attestation.application.ReappraiseNodes;
import org.computingpower.attestation.domain.FinalizedBlock;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.AttestationVerdictEvent.AttestationStatusChanged;
import org.computingpower.sgx.dcap.appraise.Check;
import org.computingpower.sgx.dcap.appraise.Decision;
import org.computingpower.sgx.dcap.appraise.EvidenceReport;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.AttestationFacet;
import org.junit.jupiter.api.Test;

/** What becomes of accepted evidence when collateral or policy change. */
@QuarkusTest
class ReappraisalIT extends RunningValidator {
    @Inject
    Collaterals collaterals;

    @Inject
    ReappraiseNodes reappraisal;

    @Inject
    Pool pool;

    /** A staked node on a platform of a family of its own, accepted before any TCB recovery. */
    private EvidenceSubmitted accepted(PlatformSpec platform) {
        FinalizedBlock block = client.block(Duration.ofSeconds(30));
        TestNode node = client.registered(platform.name(), 5);
        byte[] quote =
                Samples.PKI.platform(platform).sgxQuote(EnclaveSpec.simulatedGateway(), node.reportData(market, block));
        EvidenceSubmitted evidence = node.evidence(market, block, quote, node.nodeKey(), Instant.now());
        SimulatedMarket.serve(platform, TcbScenario.upToDate());
        forgetRecoveries();
        client.post(evidence).statusCode(202);
        assertThat(client.verdictOn(evidence).reasons()).isEmpty();
        return evidence;
    }

    /** Lets tests begin with the lowest number again, which the service itself never does. */
    private void forgetRecoveries() {
        pool.query("delete from collateral where tee = 'SGX' and tcb_evaluation_number > 1")
                .executeAndAwait();
    }

    /** Lets the service fetch collateral of a TCB recovery of this family. */
    private void recoverTcb(PlatformSpec platform) {
        SimulatedMarket.serve(platform, TcbScenario.upToDate().afterTcbRecovery("SIM-SA-1"));
        SimulatedMarket.letRefresh(pool, platform.fmspc().hex());
        assertThat(collaterals.refreshDue().await().atMost(Duration.ofSeconds(30)))
                .hasSize(1);
        SimulatedMarket.serve(TcbScenario.upToDate().withTcbEvaluationDataNumber(2));
    }

    @Test
    void findsANodeOutdatedAfterATcbRecoveryAndSaysSoOnce() {
        // Given a node of a platform family of its own that was accepted
        PlatformSpec spec = SimulatedMarket.family("53494d0000b1");
        EvidenceSubmitted evidence = accepted(spec);

        // When collateral of a TCB recovery is fetched
        recoverTcb(spec);

        // Then the node's status changes, signed, with the reason, and only once
        AttestationStatusChanged changed = client.published(
                AttestationStatusChanged.class, event -> event.nodeId().equals(evidence.nodeId()));
        assertThat(changed.status().oldStatus()).isEqualTo(AttestationFacet.VALID);
        assertThat(changed.status().newStatus()).isEqualTo(AttestationFacet.TCB_OUTDATED);
        assertThat(changed.tcbEvaluationDataNumber()).isEqualTo(2);
        assertThat(changed.reason()).startsWith("tcb-status: OutOfDate");
        assertThat(changed.status().isSignedBy(Samples.VALIDATOR.address(), changed.signature(), market.domains()))
                .isTrue();
        reappraisal.reappraiseDue().await().atMost(Duration.ofSeconds(30));
        given().get(AttestationClient.BASE + "/nodes/" + evidence.nodeId())
                .then()
                .body("decision", equalTo("ACCEPT"))
                .body("standing.status", equalTo("TCB_OUTDATED"));
        assertThat(client.published(AttestationStatusChanged.class))
                .filteredOn(event -> event.nodeId().equals(evidence.nodeId()))
                .hasSize(1);
    }

    @Test
    void judgesAgainUnderANewPolicyAndGivesOutWhatItsGraceRestsOn() throws Exception {
        // Given an accepted node whose platform went out of date
        PlatformSpec spec = SimulatedMarket.family("53494d0000b2");
        EvidenceSubmitted evidence = accepted(spec);
        recoverTcb(spec);
        changed(evidence, AttestationFacet.VALID, AttestationFacet.TCB_OUTDATED);

        // When a policy with a grace is activated
        Policy patient = Samples.policyOf(Samples.PKI, 2)
                .outOfDateGrace(Duration.ofDays(3_650))
                .build();
        client.activate(patient);

        // Then the same quote is good again, and anybody can see offline why
        AttestationStatusChanged change = changed(evidence, AttestationFacet.TCB_OUTDATED, AttestationFacet.VALID);
        assertThat(change.reason()).contains("OutOfDate", "policy 2");
        EvidenceReport report = AttestationClient.checked(client.bundle(evidence, patient), patient);
        assertThat(report.decision()).isEqualTo(Decision.ACCEPT_WITH_WARNINGS);
        assertThat(report.checks())
                .filteredOn(check -> check.outcome() != Check.Outcome.PASS)
                .extracting(Check::name)
                .containsExactly("last-accepted", "tcb-status");
        EvidenceReport underTheFirst =
                AttestationClient.checked(client.bundle(evidence, AttestationClient.POLICY), AttestationClient.POLICY);
        assertThat(underTheFirst.decision()).isEqualTo(Decision.REJECT);
        assertThat(underTheFirst.checks())
                .filteredOn(check -> check.outcome() == Check.Outcome.FAIL)
                .extracting(Check::name)
                .containsExactly("tcb-status");
        given().get(AttestationClient.BASE + "/nodes/" + evidence.nodeId() + "/bundle?policyHash=" + Bytes32.ZERO)
                .then()
                .statusCode(404);
        given().get(AttestationClient.BASE + "/nodes/" + evidence.nodeId() + "/bundle?policyHash=42")
                .then()
                .statusCode(400);

        // And no longer once a policy without it is activated
        client.activate(Samples.policyOf(Samples.PKI, 3).build());
        AttestationStatusChanged last = client.published(
                AttestationStatusChanged.class,
                event -> event.nodeId().equals(evidence.nodeId())
                        && event.reason().endsWith("policy 3"));
        assertThat(last.status().newStatus()).isEqualTo(AttestationFacet.TCB_OUTDATED);
        // Each change counts above the one before, also within a second.
        assertThat(client.published(AttestationStatusChanged.class))
                .filteredOn(event -> event.nodeId().equals(evidence.nodeId()))
                .extracting(event -> event.status().order())
                .hasSize(3)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    private AttestationStatusChanged changed(EvidenceSubmitted evidence, AttestationFacet from, AttestationFacet to) {
        AttestationStatusChanged event = client.published(
                AttestationStatusChanged.class,
                changed -> changed.nodeId().equals(evidence.nodeId())
                        && changed.status().oldStatus() == from
                        && changed.status().newStatus() == to);
        assertThat(event.status().isSignedBy(Samples.VALIDATOR.address(), event.signature(), market.domains()))
                .isTrue();
        return event;
    }
}
