package org.computingpower.sgx.dcap.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralKey;
import org.computingpower.sgx.dcap.verify.CollateralNeed;
import org.junit.jupiter.api.Test;

/** Anybody has the root's certificate; the forger's PKI has the same names and other keys. */
class CollateralNeedTest {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final SimulatedPki FORGER = SimulatedPki.create(Bytes.ofHex("66".repeat(32)), Simulation.CREATED);

    /** Leaf, intermediate, root. */
    private static final List<String> GENUINE = certificates(Simulation.PKI.platform(Simulation.SPEC));

    private static final List<String> FORGED =
            certificates(FORGER.platform(Simulation.SPEC.withFmspc(Bytes.ofHex("ffffffffffff"))));

    private static List<String> certificates(SimulatedPlatform platform) {
        String pem = new String(platform.pckChain().toByteArray(), StandardCharsets.US_ASCII);
        return Stream.of(pem.split(BEGIN))
                .filter(part -> !part.isBlank())
                .map(part -> BEGIN + part)
                .toList();
    }

    private static CollateralNeed need(String... certificates) {
        String pem = Stream.of(certificates).collect(Collectors.joining());
        return CollateralNeed.of(
                Tee.TDX, Bytes.copyOf(pem.getBytes(StandardCharsets.US_ASCII)), Simulation.PKI.trustRoot());
    }

    private static VerificationStatus refusal(String... certificates) {
        return ((CollateralNeed.Rejected) need(certificates)).status();
    }

    @Test
    void namesTheCollateralOfAChainThatLeadsToTheRoot() {
        CollateralKey key = new CollateralKey(Tee.TDX, Simulation.SPEC.fmspc(), PckCa.PLATFORM);

        assertThat(need(GENUINE.get(0), GENUINE.get(1), GENUINE.get(2))).isEqualTo(new CollateralNeed.Named(key));
    }

    @Test
    void namesNoneForCertificatesThatTheRootsAuthoritiesDidNotSign() {
        assertThat(refusal(FORGED.get(0), FORGED.get(1), GENUINE.get(2)))
                .isEqualTo(VerificationStatus.SGX_INTERMEDIATE_CA_INVALID_ISSUER);
        assertThat(refusal(FORGED.get(0), GENUINE.get(1), GENUINE.get(2)))
                .isEqualTo(VerificationStatus.SGX_PCK_INVALID_ISSUER);
        assertThat(refusal(FORGED.get(0), FORGED.get(1), FORGED.get(2)))
                .isEqualTo(VerificationStatus.SGX_PCK_CERT_CHAIN_UNTRUSTED);
    }
}
