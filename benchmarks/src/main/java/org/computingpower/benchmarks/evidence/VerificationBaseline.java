package org.computingpower.benchmarks.evidence;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.computingpower.sgx.dcap.sim.PlatformSpec;
import org.computingpower.sgx.dcap.sim.SimulatedPki;
import org.computingpower.sgx.dcap.sim.TcbScenario;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.sgx.dcap.verify.VerificationResult;

/** The library alone on the quotes of the run: one thread, collateral cached, no key met before. */
final class VerificationBaseline {
    private static final double NANOS_PER_SECOND = 1e9;

    private final SimulatedPki pki;
    private final Instant issuedAt;

    VerificationBaseline(SimulatedPki pki, Instant issuedAt) {
        this.pki = pki;
        this.issuedAt = issuedAt;
    }

    /**
     * The rate.
     *
     * @param perSecond verifications per second of processor time
     */
    record Rate(double perSecond) {
        void print(PrintStream out) {
            out.printf(
                    Locale.ROOT,
                    "%nThe library alone on the same quotes, collateral cached, no key met before: %,.0f per second of one core%n",
                    perSecond);
        }
    }

    Rate measure(List<PreparedEvidence> evidence, Instant now) {
        VerifiedCollateral collateral = collateral(now);
        int half = evidence.size() / 2;
        verify(evidence.subList(0, half), collateral, now);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        verify(evidence.subList(half, evidence.size()), collateral, now);
        long used = threads.getCurrentThreadCpuTime() - before;
        return new Rate((evidence.size() - half) * NANOS_PER_SECOND / used);
    }

    private VerifiedCollateral collateral(Instant now) {
        return switch (CollateralVerifier.verify(
                pki.collateral(Tee.SGX, PlatformSpec.named("any"), TcbScenario.upToDate(), issuedAt),
                pki.trustRoot(),
                CollateralRules.standard(),
                now)) {
            case CollateralResult.Verified verified -> verified.collateral();
            case CollateralResult.Rejected rejected -> throw new IllegalStateException(rejected.toString());
        };
    }

    private static void verify(List<PreparedEvidence> evidence, VerifiedCollateral collateral, Instant now) {
        QuoteVerifier verifier = QuoteVerifier.create();
        for (PreparedEvidence one : evidence) {
            try {
                VerificationResult result = verifier.verify(Quote.parse(one.quote()), collateral, now);
                if (result instanceof VerificationResult.Rejected rejected) {
                    throw new IllegalStateException(rejected.toString());
                }
            } catch (QuoteFormatException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
