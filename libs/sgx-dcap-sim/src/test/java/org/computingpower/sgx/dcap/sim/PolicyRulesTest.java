package org.computingpower.sgx.dcap.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.appraise.Appraisal;
import org.computingpower.sgx.dcap.appraise.AppraisalContext;
import org.computingpower.sgx.dcap.appraise.Appraiser;
import org.computingpower.sgx.dcap.appraise.Check;
import org.computingpower.sgx.dcap.appraise.Decision;
import org.computingpower.sgx.dcap.appraise.LastAccepted;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.appraise.PolicyBuilder;
import org.computingpower.sgx.dcap.appraise.SgxMeasurement;
import org.computingpower.sgx.dcap.appraise.TdxMeasurement;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TcbRecoveries;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.sgx.dcap.verify.VerificationResult;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;
import org.junit.jupiter.api.Test;

/** Rules of a policy for which no quote was recorded in the wild. */
class PolicyRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final SimulatedPki PKI =
            SimulatedPki.create(Bytes.copyOf(new byte[32]), NOW.minus(Duration.ofDays(9)));
    private static final PlatformSpec PLATFORM = PlatformSpec.named("one");
    private static final Bytes REPORT_DATA = Bytes.copyOf(new byte[64]);
    private static final Bytes MRTD = Bytes.ofHex("ab".repeat(48));
    private static final Bytes SERVICE_TD = Bytes.ofHex("cd".repeat(48));
    private static final TdSpec DOMAIN = TdSpec.of(TdSpec.Version.TDX_1_5, MRTD);
    private static final EnclaveSpec ENCLAVE = EnclaveSpec.simulatedGateway();

    private static PolicyBuilder policy() {
        return Policy.standard(1, PKI.trustRoot().sha256())
                .sgx(List.of(new SgxMeasurement.ByEnclave(ENCLAVE.mrEnclave())))
                .tdx(List.of(new TdxMeasurement(
                        MRTD,
                        List.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        Optional.empty())));
    }

    private static VerifiedClaims verified(Tee tee, byte[] quote, TcbScenario scenario) {
        CollateralResult result = CollateralVerifier.verify(
                PKI.collateral(tee, PLATFORM, scenario, NOW.minusSeconds(60)),
                PKI.trustRoot(),
                CollateralRules.standard(),
                NOW);
        VerifiedCollateral collateral = ((CollateralResult.Verified) result).collateral();
        try {
            return ((VerificationResult.Verified) QuoteVerifier.create().verify(Quote.parse(quote), collateral, NOW))
                    .claims();
        } catch (QuoteFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static VerifiedClaims domain(TdSpec spec) {
        return verified(Tee.TDX, PKI.platform(PLATFORM).tdxQuote(spec, REPORT_DATA), TcbScenario.upToDate());
    }

    private static VerifiedClaims enclave(EnclaveSpec spec) {
        return verified(Tee.SGX, PKI.platform(PLATFORM).sgxQuote(spec, REPORT_DATA), TcbScenario.upToDate());
    }

    private static Appraisal appraise(VerifiedClaims claims, PolicyBuilder policy) {
        return Appraiser.appraise(claims, policy.build(), AppraisalContext.at(NOW));
    }

    private static List<String> failures(Appraisal appraisal) {
        return appraisal.checks().stream()
                .filter(check -> check.outcome() == Check.Outcome.FAIL)
                .map(Check::name)
                .toList();
    }

    @Test
    void acceptsADomainThatKeepsEveryRule() {
        assertThat(appraise(domain(DOMAIN), policy()).decision()).isEqualTo(Decision.ACCEPT);
    }

    @Test
    void demandsSeptVeDisableUnlessThePolicyDoesNot() {
        VerifiedClaims without = domain(DOMAIN.withTdAttributes(Bytes.ofHex("0000000000000000")));

        assertThat(failures(appraise(without, policy()))).containsExactly("sept-ve-disable");
        assertThat(failures(appraise(without, policy().requireSeptVeDisable(false))))
                .isEmpty();
    }

    @Test
    void refusesReservedAttributesAlways() {
        VerifiedClaims reserved = domain(DOMAIN.withTdAttributes(Bytes.ofHex("0200001000000000")));

        assertThat(failures(appraise(reserved, policy()))).containsExactly("td-attributes");
        assertThat(failures(appraise(reserved, policy().allowedServiceTds(Set.of(SERVICE_TD)))))
                .containsExactly("td-attributes");
    }

    @Test
    void letsADomainMigrateOnlyWithAServiceDomainThatThePolicyNames() {
        VerifiedClaims migratable =
                domain(DOMAIN.withTdAttributes(Bytes.ofHex("0000003000000000")).withMrServiceTd(SERVICE_TD));

        assertThat(failures(appraise(migratable, policy()))).containsExactly("td-attributes", "service-td");
        assertThat(failures(appraise(migratable, policy().allowedServiceTds(Set.of(Bytes.ofHex("ef".repeat(48)))))))
                .containsExactly("td-attributes", "service-td");
        assertThat(failures(appraise(migratable, policy().allowedServiceTds(Set.of(SERVICE_TD)))))
                .isEmpty();
    }

    @Test
    void letsNoDomainMigrateThatDoesNotSayWithWhichServiceDomain() {
        Bytes attributes = Bytes.ofHex("0000003000000000");
        PolicyBuilder naming = policy().allowedServiceTds(Set.of(SERVICE_TD, Bytes.copyOf(new byte[48])));
        VerifiedClaims unnamed = domain(DOMAIN.withTdAttributes(attributes));
        VerifiedClaims old = domain(TdSpec.of(TdSpec.Version.TDX_1_0, MRTD).withTdAttributes(attributes));

        assertThat(failures(appraise(unnamed, naming))).containsExactly("td-attributes");
        assertThat(failures(appraise(old, naming))).containsExactly("td-attributes");
        assertThat(failures(appraise(domain(TdSpec.of(TdSpec.Version.TDX_1_0, MRTD)), naming)))
                .isEmpty();
    }

    @Test
    void allowsDebugUnderASimulatedRootOnlyAndOnlyByName() {
        VerifiedClaims debugEnclave = enclave(ENCLAVE.inDebugMode());
        VerifiedClaims debugDomain = domain(DOMAIN.withTdAttributes(Bytes.ofHex("0100001000000000")));

        assertThat(failures(appraise(debugEnclave, policy()))).containsExactly("debug");
        assertThat(failures(appraise(debugDomain, policy()))).containsExactly("debug");
        Appraisal allowed = appraise(debugEnclave, policy().dangerousAllowSimulatedDebug(true));
        assertThat(allowed.decision()).isEqualTo(Decision.ACCEPT_WITH_WARNINGS);
        assertThat(allowed.reasons()).containsExactly("debug: in debug mode under a simulated root");
    }

    @Test
    void grantsNoGraceBelowTheSvnsThatWereAccepted() {
        VerifiedClaims outdated = outdated(TcbScenario.upToDate().afterTcbRecovery("SIM-SA-1"));
        Policy patient = patient();
        Bytes id = outdated.claims().platform().platformId();
        LastAccepted same = new LastAccepted(id, 1, PLATFORM.sgxTcbComponents(), PLATFORM.pceSvn(), Optional.empty());
        LastAccepted higherComponent = new LastAccepted(
                id, 1, Bytes.ofHex("08080808080808080808080808090000"), PLATFORM.pceSvn(), Optional.empty());
        LastAccepted higherPce =
                new LastAccepted(id, 1, PLATFORM.sgxTcbComponents(), PLATFORM.pceSvn() + 1, Optional.empty());

        assertThat(failures(Appraiser.appraise(outdated, patient, history(same))))
                .isEmpty();
        assertThat(failures(Appraiser.appraise(outdated, patient, history(higherComponent))))
                .containsExactly("tcb-status");
        assertThat(failures(Appraiser.appraise(outdated, patient, history(higherPce))))
                .containsExactly("tcb-status");
    }

    /** A node key that moved brings no grace with it: the other machine was out of date when it came. */
    @Test
    void grantsNoGraceToANodeThatMovedToAnotherPlatform() {
        VerifiedClaims outdated = outdated(TcbScenario.upToDate().afterTcbRecovery("SIM-SA-1"));
        LastAccepted here = LastAccepted.of(outdated.claims(), 1);
        LastAccepted elsewhere = new LastAccepted(
                Bytes.ofHex("ee".repeat(32)), 1, PLATFORM.sgxTcbComponents(), PLATFORM.pceSvn(), Optional.empty());

        assertThat(failures(Appraiser.appraise(outdated, patient(), history(here))))
                .isEmpty();
        assertThat(failures(Appraiser.appraise(outdated, patient(), history(elsewhere))))
                .containsExactly("tcb-status");
    }

    @Test
    void countsGraceFromTheFirstRecoveryAfterTheAcceptanceHoweverManyFollow() {
        VerifiedClaims outdated =
                outdated(TcbScenario.upToDate().afterTcbRecovery("SIM-SA-1").withTcbEvaluationDataNumber(3));
        LastAccepted last = LastAccepted.of(outdated.claims(), 1);
        Instant over = NOW.minus(Duration.ofDays(10));
        Instant fresh = NOW.minus(Duration.ofDays(1));

        assertThat(outdated.tcb().tcbEvaluationDataNumber()).isEqualTo(3);
        assertThat(failures(appraise(outdated, last, Map.of(2, fresh, 3, NOW)))).isEmpty();
        assertThat(failures(appraise(outdated, last, Map.of(2, over, 3, fresh))))
                .containsExactly("tcb-status");
        assertThat(failures(appraise(outdated, last, Map.of(1, fresh, 4, fresh))))
                .containsExactly("tcb-status");
    }

    private static Appraisal appraise(VerifiedClaims claims, LastAccepted last, Map<Integer, Instant> recoveries) {
        return Appraiser.appraise(
                claims, patient(), AppraisalContext.at(NOW).withHistory(new TcbRecoveries(recoveries), last));
    }

    private static Policy patient() {
        return policy().outOfDateGrace(Duration.ofDays(10)).build();
    }

    private static VerifiedClaims outdated(TcbScenario scenario) {
        return verified(Tee.SGX, PKI.platform(PLATFORM).sgxQuote(ENCLAVE, REPORT_DATA), scenario);
    }

    private static AppraisalContext history(LastAccepted last) {
        return AppraisalContext.at(NOW).withHistory(TcbRecoveries.of(2, NOW.minus(Duration.ofDays(1))), last);
    }
}
