package org.computingpower.sgx.dcap.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.verify.Claims;
import org.computingpower.sgx.dcap.verify.PlatformClaims;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.sgx.dcap.verify.TcbEvaluator;
import org.computingpower.sgx.dcap.verify.TcbResult;
import org.computingpower.sgx.dcap.verify.VerificationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The clock at every edge of every validity window. Each part in turn is the last whose window opens and the first whose
 * window closes: its first and last second are inside, the seconds beside them are refused with that part's code.
 */
class ValidityWindowTest {
    private static final byte[] QUOTE = Simulation.PLATFORM.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LIFETIME = TcbScenario.upToDate().lifetime();
    private static final Duration ROOT_LIST_LIFETIME = Duration.ofDays(365);

    /** A part of collateral with a window of its own. */
    enum Part {
        TCB_INFO(VerificationStatus.SGX_TCB_INFO_EXPIRED),
        QE_IDENTITY(VerificationStatus.SGX_ENCLAVE_IDENTITY_EXPIRED),
        PCK_CRL(VerificationStatus.SGX_CRL_EXPIRED),
        ROOT_CA_CRL(VerificationStatus.SGX_CRL_EXPIRED);

        private final VerificationStatus status;

        Part(VerificationStatus status) {
            this.status = status;
        }
    }

    private static CollateralBytes issued(Instant instant, Duration lifetime) {
        return Simulation.PKI.collateral(
                Tee.SGX, Simulation.SPEC, TcbScenario.upToDate().withLifetime(lifetime), instant);
    }

    /** {@code others}, but for one part of {@code one}. */
    private static VerifiedCollateral mixed(Part part, CollateralBytes one, CollateralBytes others) {
        return verified(new CollateralBytes(
                part == Part.TCB_INFO ? one.tcbInfo() : others.tcbInfo(),
                others.tcbInfoIssuerChain(),
                part == Part.QE_IDENTITY ? one.qeIdentity() : others.qeIdentity(),
                others.qeIdentityIssuerChain(),
                part == Part.PCK_CRL ? one.pckCrl() : others.pckCrl(),
                others.pckCrlIssuerChain(),
                part == Part.ROOT_CA_CRL ? one.rootCaCrl() : others.rootCaCrl()));
    }

    private static VerifiedCollateral verified(CollateralBytes bytes) {
        CollateralResult result =
                CollateralVerifier.verifySignatures(bytes, Simulation.PKI.trustRoot(), CollateralRules.standard());
        assertThat(result).isInstanceOf(CollateralResult.Verified.class);
        return ((CollateralResult.Verified) result).collateral();
    }

    private static VerificationStatus statusAt(VerifiedCollateral collateral, Instant instant) {
        VerificationResult result = QuoteVerifier.create().verify(Simulation.parse(QUOTE), collateral, instant);
        return switch (result) {
            case VerificationResult.Verified verified -> verified.status();
            case VerificationResult.Rejected rejected -> rejected.status();
        };
    }

    private static void assertOpensAt(VerifiedCollateral collateral, Instant edge, VerificationStatus before) {
        assertThat(statusAt(collateral, edge.minusSeconds(1))).isEqualTo(before);
        assertThat(statusAt(collateral, edge)).isEqualTo(VerificationStatus.OK);
        assertThat(statusAt(collateral, edge.plusSeconds(1))).isEqualTo(VerificationStatus.OK);
    }

    private static void assertClosesAfter(VerifiedCollateral collateral, Instant edge, VerificationStatus after) {
        assertThat(statusAt(collateral, edge.minusSeconds(1))).isEqualTo(VerificationStatus.OK);
        assertThat(statusAt(collateral, edge)).isEqualTo(VerificationStatus.OK);
        assertThat(statusAt(collateral, edge.plusSeconds(1))).isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void opensWithTheLastPartToBegin(Part part) {
        Instant edge = Simulation.ISSUED.plus(DAY);

        assertOpensAt(mixed(part, issued(edge, LIFETIME), issued(Simulation.ISSUED, LIFETIME)), edge, part.status);
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void closesWithTheFirstPartToEnd(Part part) {
        Duration othersLifetime = ROOT_LIST_LIFETIME.plus(DAY);
        VerifiedCollateral collateral =
                mixed(part, issued(Simulation.ISSUED, LIFETIME), issued(Simulation.ISSUED.plus(DAY), othersLifetime));
        Duration lifetime = part == Part.ROOT_CA_CRL ? ROOT_LIST_LIFETIME : LIFETIME;

        assertClosesAfter(collateral, Simulation.ISSUED.plus(lifetime), part.status);
    }

    @Test
    void opensNotBeforeTheCertificates() {
        assertOpensAt(
                verified(issued(Simulation.CREATED.minus(DAY), LIFETIME)),
                Simulation.CREATED,
                VerificationStatus.SGX_PCK_CERT_CHAIN_EXPIRED);
    }

    @Test
    void closesWithTheTcbSigningCertificate() {
        Instant end = Simulation.CREATED.plus(DAY.multipliedBy(7 * 365));

        assertClosesAfter(
                verified(issued(end.minus(DAY), LIFETIME)), end, VerificationStatus.SGX_SIGNING_CERT_CHAIN_EXPIRED);
    }

    static Stream<Arguments> pckEdges() {
        Instant now = Simulation.NOW;
        return Stream.of(
                Arguments.of(now, now.plus(DAY), true),
                Arguments.of(now.plusSeconds(1), now.plus(DAY), false),
                Arguments.of(now.minus(DAY), now, true),
                Arguments.of(now.minus(DAY), now.minusSeconds(1), false));
    }

    /** In this PKI all leaves end together, so the PCK's window is moved in the claims that it gave. */
    @ParameterizedTest
    @MethodSource("pckEdges")
    void holdsStoredClaimsToTheWindowOfThePck(Instant notBefore, Instant notAfter, boolean isInside) {
        VerifiedCollateral collateral = verified(issued(Simulation.ISSUED, LIFETIME));
        Claims claims = Simulation.claims(QUOTE, collateral).claims();

        TcbResult result =
                TcbEvaluator.reappraise(withPckWindow(claims, notBefore, notAfter), collateral, Simulation.NOW);

        if (isInside) {
            assertThat(result).isInstanceOf(TcbResult.Evaluated.class);
        } else {
            assertThat(result)
                    .isInstanceOfSatisfying(
                            TcbResult.Rejected.class,
                            rejected -> assertThat(rejected.status())
                                    .isEqualTo(VerificationStatus.SGX_PCK_CERT_CHAIN_EXPIRED));
        }
    }

    private static Claims withPckWindow(Claims claims, Instant notBefore, Instant notAfter) {
        PlatformClaims p = claims.platform();
        return new Claims(
                claims.trustDomain(),
                claims.trustRootHash(),
                claims.quoteHash(),
                claims.quoteVersion(),
                claims.body(),
                new PlatformClaims(
                        p.platformId(),
                        p.pckSerialNumber(),
                        p.pckIssuer(),
                        p.pckIssuerKey(),
                        notBefore,
                        notAfter,
                        p.fmspc(),
                        p.pceId(),
                        p.sgxType(),
                        p.sgxTcbComponents(),
                        p.pceSvn(),
                        p.cpuSvn(),
                        p.platformInstanceId(),
                        p.qeReport()));
    }

    /** All edges of all parts together: a quote is accepted exactly while no part is outside. */
    @Test
    void acceptsExactlyWhileEveryWindowIsOpen() {
        Instant start = Simulation.ISSUED;
        List<Instant> edges = new ArrayList<>(List.of(Simulation.CREATED));
        List<Bytes> parts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Instant begin = start.plus(DAY.multipliedBy(i));
            CollateralBytes c = issued(begin, LIFETIME);
            parts.add(List.of(c.pckCrl(), c.qeIdentity(), c.rootCaCrl(), c.tcbInfo())
                    .get(i));
            edges.add(begin);
            edges.add(begin.plus(i == 2 ? ROOT_LIST_LIFETIME : LIFETIME));
        }
        CollateralBytes chains = issued(start, LIFETIME);
        VerifiedCollateral collateral = verified(new CollateralBytes(
                parts.get(3),
                chains.tcbInfoIssuerChain(),
                parts.get(1),
                chains.qeIdentityIssuerChain(),
                parts.get(0),
                chains.pckCrlIssuerChain(),
                parts.get(2)));
        Instant first = start.plus(DAY.multipliedBy(3)); // TCB info is the last to begin
        Instant last = start.plus(LIFETIME); // the PCK list is the first to end

        for (Instant edge : edges) {
            for (int offset = -1; offset <= 1; offset++) {
                Instant instant = edge.plusSeconds(offset);
                boolean isOpen = !instant.isBefore(first) && !instant.isAfter(last);
                assertThat(statusAt(collateral, instant) == VerificationStatus.OK)
                        .as("%s", instant)
                        .isEqualTo(isOpen);
            }
        }
    }
}
