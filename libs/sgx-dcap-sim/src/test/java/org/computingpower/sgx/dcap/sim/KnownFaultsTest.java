package org.computingpower.sgx.dcap.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.parse.IsvSvnLevel;
import org.computingpower.sgx.dcap.parse.TdxModuleIdentity;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;
import org.junit.jupiter.api.Test;

/** Faults that other verifiers had; each must not be ours. The forger's PKI has the same names and other keys. */
class KnownFaultsTest {
    private static final TcbScenario UP_TO_DATE = TcbScenario.upToDate();
    private static final SimulatedPki FORGER = SimulatedPki.create(Bytes.ofHex("66".repeat(32)), Simulation.CREATED);
    private static final CollateralBytes REAL = Simulation.collateralBytes(Tee.SGX, UP_TO_DATE);
    private static final CollateralBytes FORGED =
            FORGER.collateral(Tee.SGX, Simulation.SPEC, UP_TO_DATE, Simulation.ISSUED);

    /** CVE-2026-22696: the identity of the quoting enclave was used without checking its signature or chain. */
    @Test
    void refusesAForgedQeIdentity() {
        CollateralBytes underTheRealChain =
                with(REAL, FORGED.qeIdentity(), REAL.qeIdentityIssuerChain(), REAL.pckCrl());
        CollateralBytes underTheForgersChain =
                with(REAL, FORGED.qeIdentity(), FORGED.qeIdentityIssuerChain(), REAL.pckCrl());

        assertThat(Simulation.refusalOf(underTheRealChain))
                .isEqualTo(VerificationStatus.SGX_ENCLAVE_IDENTITY_INVALID_SIGNATURE);
        assertThat(Simulation.refusalOf(underTheForgersChain))
                .isEqualTo(VerificationStatus.SGX_TCB_SIGNING_CERT_CHAIN_UNTRUSTED);
    }

    /** The npm package phala/dcap-qvl 0.3.9: a revocation list counted by the name of its issuer, whoever signed it. */
    @Test
    void refusesARevocationListSignedByAnotherKeyOfTheSameName() {
        CollateralBytes forgedList = with(REAL, REAL.qeIdentity(), REAL.qeIdentityIssuerChain(), FORGED.pckCrl());

        assertThat(Simulation.refusalOf(forgedList)).isEqualTo(VerificationStatus.SGX_CRL_INVALID_SIGNATURE);
    }

    @Test
    void refusesAForgedPckChainOfTheSameNames() {
        byte[] quote = FORGER.platform(Simulation.SPEC).sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA);

        assertThat(Simulation.refusalOf(quote, Simulation.verified(REAL)))
                .isEqualTo(VerificationStatus.SGX_PCK_CERT_CHAIN_UNTRUSTED);
    }

    /** Phala issue 124 and automata PR 155: the TDX module's identity, or its revocation alone, did not count. */
    @Test
    void countsTheTdxModuleForStatusDateAndAdvisories() {
        Instant old = Instant.parse("2020-01-01T00:00:00Z");
        TdxModuleIdentity module = UP_TO_DATE.tdxModules().getFirst();
        TcbScenario oldModule = UP_TO_DATE.withTdxModules(List.of(new TdxModuleIdentity(
                module.id(),
                module.mrSigner(),
                module.attributes(),
                module.attributesMask(),
                List.of(new IsvSvnLevel(1, TcbStatus.OUT_OF_DATE, old, List.of("SIMULATED-SA-5"))))));
        byte[] quote = Simulation.PLATFORM.tdxQuote(
                TdSpec.of(TdSpec.Version.TDX_1_0, Simulation.MRTD), Simulation.REPORT_DATA);

        VerifiedClaims claims = Simulation.claims(quote, Simulation.collateral(Tee.TDX, oldModule));

        assertThat(claims.tcb().status()).isEqualTo(TcbStatus.OUT_OF_DATE);
        assertThat(claims.tcb().tcbDate()).isEqualTo(old);
        assertThat(claims.tcb().advisoryIds()).containsExactly("SIMULATED-SA-5");
    }

    @Test
    void refusesATdxModuleOfAnotherSigner() {
        TdxModuleIdentity module = UP_TO_DATE.tdxModules().getFirst();
        TcbScenario otherSigner = UP_TO_DATE.withTdxModules(List.of(new TdxModuleIdentity(
                module.id(),
                Bytes.ofHex("01".repeat(48)),
                module.attributes(),
                module.attributesMask(),
                module.levels())));
        byte[] quote = Simulation.PLATFORM.tdxQuote(
                TdSpec.of(TdSpec.Version.TDX_1_5, Simulation.MRTD), Simulation.REPORT_DATA);

        assertThat(Simulation.refusalOf(quote, Simulation.collateral(Tee.TDX, otherSigner)))
                .isEqualTo(VerificationStatus.TDX_MODULE_MISMATCH);
    }

    /** automata PR 155: a revoked part counted only if all parts were revoked. */
    @Test
    void reportsRevokedWhenOnlyTheQuotingEnclaveIs() {
        byte[] quote = Simulation.PLATFORM.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA);

        VerifiedClaims claims =
                Simulation.claims(quote, Simulation.collateral(Tee.SGX, UP_TO_DATE.withQeStatus(TcbStatus.REVOKED)));

        assertThat(claims.tcb().status()).isEqualTo(TcbStatus.REVOKED);
        assertThat(claims.tcb().platformStatus()).isEqualTo(TcbStatus.UP_TO_DATE);
    }

    /** aleph-vm PR 1195: signed collateral of last year passed for ever. */
    @Test
    void refusesCollateralOfLastYear() {
        CollateralResult result = CollateralVerifier.verify(
                REAL,
                Simulation.PKI.trustRoot(),
                CollateralRules.standard(),
                Simulation.NOW.plus(Duration.ofDays(365)));

        assertThat(result)
                .isInstanceOfSatisfying(
                        CollateralResult.Rejected.class,
                        rejected -> assertThat(rejected.status()).isEqualTo(VerificationStatus.SGX_CRL_EXPIRED));
    }

    private static CollateralBytes with(CollateralBytes c, Bytes identity, Bytes identityChain, Bytes pckCrl) {
        return new CollateralBytes(
                c.tcbInfo(),
                c.tcbInfoIssuerChain(),
                identity,
                identityChain,
                pckCrl,
                c.pckCrlIssuerChain(),
                c.rootCaCrl());
    }
}
