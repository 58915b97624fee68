package org.computingpower.sgx.dcap.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.EvaluationNumbers;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.junit.jupiter.api.Test;

class EvaluationNumbersTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final SimulatedPki PKI =
            SimulatedPki.create(Bytes.copyOf(new byte[32]), NOW.minus(Duration.ofDays(9)));
    private static final String PATH = "/sgx/certification/v4/tcbevaluationdatanumbers";

    private final PlatformSpec spec = PlatformSpec.named("one");
    private final TcbScenario scenario = TcbScenario.upToDate().withTcbEvaluationDataNumber(17);
    private final PccsContent.Response response =
            PccsContent.of(PKI, Set.of(spec), scenario, NOW).get(PATH, Map.of()).orElseThrow();

    private VerifiedCollateral collateral(Tee tee) {
        CollateralResult result = CollateralVerifier.verify(
                PKI.collateral(tee, spec, scenario, NOW), PKI.trustRoot(), CollateralRules.standard(), NOW);
        return ((CollateralResult.Verified) result).collateral();
    }

    private Bytes chain() throws CertificateFormatException {
        return PemChain.ofHeader(
                response.headers().values().stream().findFirst().orElseThrow());
    }

    private Optional<EvaluationNumbers> verify(Bytes json, Tee tee, Instant now) throws CertificateFormatException {
        return EvaluationNumbers.verify(json, chain(), collateral(tee), now);
    }

    @Test
    void saysWhenTheRecoveryOfANumberWas() throws CertificateFormatException {
        Optional<EvaluationNumbers> numbers = verify(response.body(), Tee.SGX, NOW);
        assertThat(numbers.flatMap(list -> list.recoveryEventDate(17))).contains(Instant.parse("2026-01-14T00:00:00Z"));
        assertThat(numbers.flatMap(list -> list.recoveryEventDate(16))).isEmpty();
    }

    @Test
    void refusesAChangedListAnotherTeeAndALateHour() throws CertificateFormatException {
        byte[] changed = response.body().toByteArray();
        int digit = new String(changed, java.nio.charset.StandardCharsets.US_ASCII).indexOf("17");
        changed[digit] = '2';
        assertThat(verify(Bytes.copyOf(changed), Tee.SGX, NOW)).isEmpty();
        assertThat(verify(response.body(), Tee.TDX, NOW)).isEmpty();
        assertThat(verify(response.body(), Tee.SGX, NOW.plus(Duration.ofDays(31))))
                .isEmpty();
        assertThat(verify(response.body(), Tee.SGX, NOW.minusSeconds(1))).isEmpty();
    }
}
