package org.computingpower.attestation.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.computingpower.attestation.Samples;
import org.computingpower.attestation.Samples.TestNode;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.verify.VerificationResult;
import org.junit.jupiter.api.Test;

class EvidenceKindsTest {
    private final Market market = Samples.market();
    private final TestNode node = TestNode.random();
    private final EvidenceKind dcap = Samples.dcap(market);

    private EvidenceSubmitted evidence(byte... bytes) {
        return node.evidence(market, Samples.BLOCK, bytes, node.nodeKey(), Samples.NOW);
    }

    @Test
    void readsAQuoteAsTheKindThatVerifiesIt() {
        ReadEvidence read =
                new EvidenceKinds(List.of(new Bracketed(), dcap)).read(node.evidence(market, Samples.BLOCK));

        assertThat(read)
                .isInstanceOfSatisfying(
                        ReadEvidence.ToVerify.class,
                        quoted -> assertThat(quoted.kind()).isSameAs(dcap));
    }

    @Test
    void givesEvidenceToTheKindThatKnowsItsFirstBytes() {
        ReadEvidence read = new EvidenceKinds(List.of(dcap, new Bracketed())).read(evidence((byte) '{', (byte) '}'));

        assertThat(read)
                .isInstanceOfSatisfying(
                        ReadEvidence.Unusable.class,
                        unusable -> assertThat(unusable.status()).isEqualTo(VerificationStatus.SGX_PCK_MISSING));
    }

    @Test
    void refusesEvidenceOfNoKindThatTheMarketTakes() {
        ReadEvidence read = new EvidenceKinds(List.of(dcap)).read(evidence((byte) '{', (byte) '}'));

        assertThat(read).isInstanceOfSatisfying(ReadEvidence.Unusable.class, unusable -> {
            assertThat(unusable.status()).isEqualTo(VerificationStatus.UNSUPPORTED_QUOTE_FORMAT);
            assertThat(unusable.checks())
                    .anyMatch(check -> check.detail().contains("evidence of no kind that this market takes"));
        });
    }

    @Test
    void leavesUnknownVersionsOfAQuoteToItsParser() {
        assertThat(dcap.isOf(evidence((byte) 5, (byte) 0))).isTrue();
        assertThat(dcap.isOf(evidence((byte) 6, (byte) 0))).isFalse();
        assertThat(dcap.isOf(evidence((byte) 3, (byte) 1))).isFalse();
        assertThat(dcap.isOf(evidence((byte) 3))).isFalse();
        assertThat(dcap.read(evidence((byte) 2, (byte) 0)))
                .isInstanceOfSatisfying(
                        ReadEvidence.Unusable.class,
                        unusable ->
                                assertThat(unusable.status()).isEqualTo(VerificationStatus.UNSUPPORTED_QUOTE_FORMAT));
    }

    /** A second kind beside quotes, which begins with a brace and never verifies. */
    private static final class Bracketed implements EvidenceKind {
        @Override
        public String name() {
            return "bracketed";
        }

        @Override
        public boolean isOf(EvidenceSubmitted evidence) {
            return evidence.quote()[0] == '{';
        }

        @Override
        public ReadEvidence read(EvidenceSubmitted evidence) {
            return ReadEvidence.Unusable.because(VerificationStatus.SGX_PCK_MISSING, "no chain");
        }

        @Override
        public VerificationResult verify(ReadEvidence.ToVerify evidence, VerifiedCollateral collateral, Instant now) {
            return new VerificationResult.Rejected(VerificationStatus.SGX_PCK_MISSING, "no chain");
        }
    }
}
