package org.computingpower.sgx.dcap.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.Vectors;
import org.computingpower.sgx.dcap.Vectors.Vector;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.junit.jupiter.api.Test;

/** A TCB recovery changes the status of quotes that were verified long before, without any signature. */
class ReappraisalTest {
    @Test
    void findsAnSgxPlatformOutOfDateAfterARecovery() {
        Claims claims = claims(Vectors.SGX_V3);

        TcbEvaluation before = evaluated(claims, Vectors.SGX_V3);
        TcbEvaluation after = evaluated(claims, Vectors.SGX_V3_RECOVERED);

        assertThat(before.status()).isEqualTo(TcbStatus.SW_HARDENING_NEEDED);
        assertThat(before.tcbEvaluationDataNumber()).isEqualTo(17);
        assertThat(after.status()).isEqualTo(TcbStatus.OUT_OF_DATE);
        assertThat(after.tcbEvaluationDataNumber()).isEqualTo(21);
    }

    @Test
    void advisesATrustDomainToRelaunchAfterARecovery() {
        Claims claims = claims(Vectors.TDX_V5);

        assertThat(evaluated(claims, Vectors.TDX_V5).status()).isEqualTo(TcbStatus.UP_TO_DATE);
        assertThat(evaluated(claims, Vectors.TDX_V5_RECOVERED).status()).isEqualTo(TcbStatus.TD_RELAUNCH_ADVISED);
    }

    @Test
    void agreesWithTheVerificationItself() {
        VerifiedClaims verified = verified(Vectors.TDX_V4);

        assertThat(evaluated(verified.claims(), Vectors.TDX_V4)).isEqualTo(verified.tcb());
    }

    @Test
    void refusesCollateralOfAnotherPlatform() {
        TcbResult result =
                TcbEvaluator.reappraise(claims(Vectors.TDX_V5), Vectors.TDX_V4.collateral(), Vectors.TDX_V4.now());

        assertThat(result)
                .isInstanceOfSatisfying(
                        TcbResult.Rejected.class,
                        rejected -> assertThat(rejected.status()).isEqualTo(VerificationStatus.TCB_INFO_MISMATCH));
    }

    @Test
    void refusesCollateralThatRanOut() {
        TcbResult result = TcbEvaluator.reappraise(
                claims(Vectors.TDX_V5),
                Vectors.TDX_V5.collateral(),
                Vectors.TDX_V5_RECOVERED.now().plusSeconds(86400L * 60));

        assertThat(result).isInstanceOf(TcbResult.Rejected.class);
    }

    @Test
    void keepsClaimsThroughStorage() throws Exception {
        for (Vector vector : java.util.List.of(Vectors.SGX_V3, Vectors.TDX_V4, Vectors.TDX_V5)) {
            Claims claims = claims(vector);

            assertThat(ClaimsJson.read(ClaimsJson.write(claims))).isEqualTo(claims);
        }
    }

    private static Claims claims(Vector vector) {
        return verified(vector).claims();
    }

    private static VerifiedClaims verified(Vector vector) {
        VerificationResult result = QuoteVerifier.create().verify(vector.quote(), vector.collateral(), vector.now());
        assertThat(result).isInstanceOf(VerificationResult.Verified.class);
        return ((VerificationResult.Verified) result).claims();
    }

    private static TcbEvaluation evaluated(Claims claims, Vector vector) {
        TcbResult result = TcbEvaluator.reappraise(claims, vector.collateral(), vector.now());
        assertThat(result).isInstanceOf(TcbResult.Evaluated.class);
        return ((TcbResult.Evaluated) result).tcb();
    }
}
