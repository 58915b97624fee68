package org.computingpower.attestation.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.attestation.Samples.BLOCK;
import static org.computingpower.attestation.Samples.NOW;
import static org.computingpower.attestation.Samples.PKI;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.attestation.Samples;
import org.computingpower.attestation.Samples.TestNode;
import org.computingpower.attestation.domain.Standing.Forecast;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.appraise.LastAccepted;
import org.computingpower.sgx.dcap.appraise.SgxMeasurement;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;
import org.computingpower.sgx.dcap.sim.EnclaveSpec;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;
import org.computingpower.terms.signed.AttestationFacet;
import org.junit.jupiter.api.Test;

class ReappraiserTest {
    private static final Instant ISSUED = NOW.minus(Duration.ofDays(1));
    private static final TcbScenario GOOD = TcbScenario.upToDate();

    private final Market market = Samples.market();
    private final TestNode node = TestNode.random();
    private final ActivePolicy policy = Samples.active(Samples.policyOf(PKI, 1).build());
    private final VerifiedClaims accepted = accepted();
    private final LastAccepted last = LastAccepted.of(accepted.claims(), accepted.tcb());

    private VerifiedClaims accepted() {
        var evidence = node.evidence(market, BLOCK);
        Circumstances circumstances = new Circumstances(
                NOW,
                NOW,
                Optional.of(node.registered()),
                Optional.of(BLOCK),
                Optional.of(policy),
                Samples.collateral(GOOD, ISSUED),
                Optional.empty());
        return new Judge(market, new EvidenceRules(market))
                .judge(evidence, Samples.dcap(market).read(evidence), circumstances)
                .claims()
                .orElseThrow();
    }

    private Standing under(CollateralAnswer answer, ActivePolicy active, int rank, Instant now) {
        return Reappraiser.standing(accepted.claims(), last, answer, active, rank, now);
    }

    private static CollateralAnswer withRecovery(CollateralAnswer answer, Instant date) {
        return withRecoveries(answer, Map.of(2, date));
    }

    private static CollateralAnswer withRecoveries(CollateralAnswer answer, Map<Integer, Instant> dates) {
        return answer instanceof CollateralAnswer.Available available
                ? new CollateralAnswer.Available(available.collateral(), new TcbRecoveries(dates))
                : answer;
    }

    @Test
    void leavesClaimsValidUntilTheirCollateralEnds() {
        Standing standing = under(Samples.collateral(GOOD, ISSUED), policy, 0, NOW);
        assertThat(standing.status()).isEqualTo(AttestationFacet.VALID);
        assertThat(standing.isFullyAccepted()).isTrue();
        assertThat(standing.forecast())
                .contains(new Forecast(ISSUED.plus(Duration.ofDays(30)).plusSeconds(1), AttestationFacet.STALE));
        assertThat(standing.reason()).isEqualTo("accepted as UpToDate; tcbEvaluationDataNumber 1, policy 1");
    }

    @Test
    void findsAPlatformOutdatedAfterATcbRecoveryWithoutANewQuote() {
        Standing standing = under(Samples.collateral(GOOD.afterTcbRecovery("SIM-SA-1"), ISSUED), policy, 0, NOW);
        assertThat(standing.status()).isEqualTo(AttestationFacet.TCB_OUTDATED);
        assertThat(standing.reason())
                .startsWith("tcb-status: OutOfDate")
                .endsWith("tcbEvaluationDataNumber 2, policy 1");
    }

    @Test
    void givesGraceFromTheRecoveryEventAndEndsItToTheSecond() {
        ActivePolicy patient = Samples.active(
                Samples.policyOf(PKI, 2).outOfDateGrace(Duration.ofDays(7)).build());
        Instant recovery = NOW.minus(Duration.ofDays(3));
        CollateralAnswer recovered =
                withRecovery(Samples.collateral(GOOD.afterTcbRecovery("SIM-SA-1"), ISSUED), recovery);

        Standing during = under(recovered, patient, 0, NOW);
        assertThat(during.status()).isEqualTo(AttestationFacet.VALID);
        assertThat(during.isFullyAccepted()).isFalse();
        assertThat(during.forecast())
                .contains(new Forecast(recovery.plus(Duration.ofDays(7)), AttestationFacet.TCB_OUTDATED));
        assertThat(under(
                                recovered,
                                patient,
                                0,
                                recovery.plus(Duration.ofDays(7)).minusSeconds(1))
                        .status())
                .isEqualTo(AttestationFacet.VALID);
        assertThat(under(recovered, patient, 0, recovery.plus(Duration.ofDays(7)))
                        .status())
                .isEqualTo(AttestationFacet.TCB_OUTDATED);
    }

    /** Whoever did not update after the first recovery has no more time because a second one came. */
    @Test
    void givesNoSecondGraceAfterASecondRecovery() {
        ActivePolicy patient = Samples.active(
                Samples.policyOf(PKI, 2).outOfDateGrace(Duration.ofDays(7)).build());
        CollateralAnswer third =
                Samples.collateral(GOOD.afterTcbRecovery("SIM-SA-1").withTcbEvaluationDataNumber(3), ISSUED);
        Instant yesterday = NOW.minus(Duration.ofDays(1));

        Standing over =
                under(withRecoveries(third, Map.of(2, NOW.minus(Duration.ofDays(7)), 3, yesterday)), patient, 0, NOW);
        Standing during = under(withRecoveries(third, Map.of(2, yesterday, 3, NOW)), patient, 0, NOW);

        assertThat(over.status()).isEqualTo(AttestationFacet.TCB_OUTDATED);
        assertThat(during.status()).isEqualTo(AttestationFacet.VALID);
        assertThat(during.forecast())
                .contains(new Forecast(yesterday.plus(Duration.ofDays(7)), AttestationFacet.TCB_OUTDATED));
    }

    @Test
    void revokesARevokedPlatformAndARevokedCertificate() {
        var serial = PKI.platform(PlatformSpec.named(node.platform())).pckSerialNumber();
        assertThat(under(Samples.collateral(GOOD.withRevokedPck(serial), ISSUED), policy, 0, NOW)
                        .status())
                .isEqualTo(AttestationFacet.REVOKED);
        assertThat(under(Samples.collateral(GOOD.withPlatformStatus(TcbStatus.REVOKED), ISSUED), policy, 0, NOW)
                        .status())
                .isEqualTo(AttestationFacet.REVOKED);
    }

    @Test
    void callsClaimsStaleWithoutValidCollateral() {
        assertThat(under(Samples.collateral(GOOD, ISSUED), policy, 0, ISSUED.plus(Duration.ofDays(31)))
                        .status())
                .isEqualTo(AttestationFacet.STALE);
        assertThat(under(new CollateralAnswer.Missing("none", true), policy, 0, NOW)
                        .status())
                .isEqualTo(AttestationFacet.STALE);
    }

    @Test
    void rejectsWhatANewPolicyNoLongerAllows() {
        ActivePolicy stricter = Samples.active(Samples.policyOf(PKI, 2)
                .sgx(List.of(new SgxMeasurement.ByEnclave(
                        EnclaveSpec.simulatedGateway().mrSigner())))
                .build());
        Standing standing = under(Samples.collateral(GOOD, ISSUED), stricter, 0, NOW);
        assertThat(standing.status()).isEqualTo(AttestationFacet.REJECTED);
        assertThat(standing.reason()).startsWith("measurement:");
    }

    @Test
    void letsTheFirstNodeOfAPlatformStand() {
        CollateralAnswer good = Samples.collateral(GOOD, ISSUED);
        assertThat(under(good, policy, 0, NOW).status()).isEqualTo(AttestationFacet.VALID);
        assertThat(under(good, policy, 1, NOW).status()).isEqualTo(AttestationFacet.REJECTED);
    }
}
