package org.computingpower.sgx.dcap.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.sgx.dcap.verify.VerificationResult;
import org.computingpower.sgx.dcap.verify.VerifiedClaims;

/** What the tests share: one PKI of a fixed seed, one platform, one enclave. */
final class Simulation {
    static final Instant CREATED = Instant.parse("2026-02-01T00:00:00Z");
    static final Instant ISSUED = CREATED.plus(Duration.ofDays(10));
    static final Instant NOW = ISSUED.plus(Duration.ofDays(1));
    static final SimulatedPki PKI = SimulatedPki.create(Bytes.ofHex("11".repeat(32)), CREATED);
    static final PlatformSpec SPEC = PlatformSpec.named("test-platform");
    static final SimulatedPlatform PLATFORM = PKI.platform(SPEC);
    static final EnclaveSpec ENCLAVE =
            new EnclaveSpec(Bytes.ofHex("aa".repeat(32)), Bytes.ofHex("bb".repeat(32)), 7, 3, false);
    static final Bytes MRTD = Bytes.ofHex("cc".repeat(48));
    static final Bytes REPORT_DATA = Bytes.ofHex("01".repeat(32) + "00".repeat(32));

    private Simulation() {}

    static CollateralBytes collateralBytes(Tee tee, TcbScenario scenario) {
        return PKI.collateral(tee, SPEC, scenario, ISSUED);
    }

    static VerifiedCollateral collateral(Tee tee, TcbScenario scenario) {
        return verified(collateralBytes(tee, scenario));
    }

    static VerifiedCollateral verified(CollateralBytes bytes) {
        CollateralResult result = CollateralVerifier.verify(bytes, PKI.trustRoot(), CollateralRules.standard(), NOW);
        assertThat(result).isInstanceOf(CollateralResult.Verified.class);
        return ((CollateralResult.Verified) result).collateral();
    }

    static VerificationStatus refusalOf(CollateralBytes bytes) {
        CollateralResult result = CollateralVerifier.verify(bytes, PKI.trustRoot(), CollateralRules.standard(), NOW);
        assertThat(result).isInstanceOf(CollateralResult.Rejected.class);
        return ((CollateralResult.Rejected) result).status();
    }

    static VerificationResult verify(byte[] quote, VerifiedCollateral collateral) {
        return QuoteVerifier.create().verify(parse(quote), collateral, NOW);
    }

    static VerifiedClaims claims(byte[] quote, VerifiedCollateral collateral) {
        VerificationResult result = verify(quote, collateral);
        assertThat(result).isInstanceOf(VerificationResult.Verified.class);
        return ((VerificationResult.Verified) result).claims();
    }

    static VerificationStatus refusalOf(byte[] quote, VerifiedCollateral collateral) {
        VerificationResult result = verify(quote, collateral);
        assertThat(result).isInstanceOf(VerificationResult.Rejected.class);
        return ((VerificationResult.Rejected) result).status();
    }

    static Quote parse(byte[] quote) {
        try {
            return Quote.parse(quote);
        } catch (QuoteFormatException e) {
            throw new AssertionError(e);
        }
    }
}
