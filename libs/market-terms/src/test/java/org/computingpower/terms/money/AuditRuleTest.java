package org.computingpower.terms.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.computingpower.terms.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The seeds and answers are those of power-proof's vector file {@code epoch-seed.json}. */
class AuditRuleTest {

    @ParameterizedTest
    @CsvSource({
        "0xe6a6b307829e43a2c31324381052ac8df3f5cd84f34fd79d78ac1f9363609dab, true",
        "0xa2b28d596f5ece534143e593e4eefb615f3d3acdc9da9e60956f8005a0352b58, false",
        "0xc971c21bd439d9c767a99d9969e039bb46975667f514bac4c5a15258bbe78e1f, false",
    })
    void agreesWithTheVectors(String seed, boolean audit) {
        assertThat(AuditRule.isAudit(Bytes32.parse(seed))).isEqualTo(audit);
    }

    @Test
    void picksOneEpochInEight() {
        Random random = new Random(4);
        byte[] seed = new byte[Bytes32.LENGTH];
        int audits = 0;
        for (int i = 0; i < 8_000; i++) {
            random.nextBytes(seed);
            audits += AuditRule.isAudit(Bytes32.of(seed)) ? 1 : 0;
        }
        // 1000 expected, standard deviation 30.
        assertThat(audits).isBetween(880, 1_120);
    }
}
