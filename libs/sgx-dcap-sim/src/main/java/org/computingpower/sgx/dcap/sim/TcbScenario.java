package org.computingpower.sgx.dcap.sim;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.parse.IsvSvnLevel;
import org.computingpower.sgx.dcap.parse.TcbLevel;
import org.computingpower.sgx.dcap.parse.TdxModuleIdentity;

/**
 * What simulated collateral says of the world.
 *
 * @param tcbEvaluationDataNumber grows with each TCB recovery
 * @param lifetime from issue to next update; Intel uses 30 days
 * @param levels TCB levels in the order in which they are written; a verifier must not trust that order
 * @param qeLevels levels of the quoting enclaves
 * @param tdxModules identities of TDX modules
 * @param revokedPckSerialNumbers serial numbers of revoked PCK certificates
 * @param revokedByRoot which certificates below the root are revoked
 */
public record TcbScenario(
        int tcbEvaluationDataNumber,
        Duration lifetime,
        List<TcbLevel> levels,
        List<IsvSvnLevel> qeLevels,
        List<TdxModuleIdentity> tdxModules,
        Set<BigInteger> revokedPckSerialNumbers,
        Set<RootIssued> revokedByRoot) {

    /** Certificates that the root issues. */
    public enum RootIssued {
        PROCESSOR_CA,
        PLATFORM_CA,
        TCB_SIGNING
    }

    private static final Instant CURRENT = Instant.parse("2026-01-14T00:00:00Z");
    private static final Instant OLD = Instant.parse("2024-03-13T00:00:00Z");
    private static final Bytes ZERO_8 = Bytes.copyOf(new byte[8]);
    private static final Bytes ONES_8 = Bytes.ofHex("ffffffffffffffff");
    private static final Bytes ZERO_48 = Bytes.copyOf(new byte[48]);

    public TcbScenario {
        levels = List.copyOf(levels);
        qeLevels = List.copyOf(qeLevels);
        tdxModules = List.copyOf(tdxModules);
        revokedPckSerialNumbers = Set.copyOf(revokedPckSerialNumbers);
        revokedByRoot = Set.copyOf(revokedByRoot);
    }

    /** Platforms made by {@link PlatformSpec#named} are up to date; older ones are out of date. */
    public static TcbScenario upToDate() {
        TcbLevel current = new TcbLevel(
                Bytes.ofHex("08080808080808080808080808080000"),
                11,
                Bytes.ofHex("05000600000000000000000000000000"),
                TcbStatus.UP_TO_DATE,
                CURRENT,
                List.of());
        TcbLevel old = new TcbLevel(
                Bytes.ofHex("02020202020202020202020202020000"),
                5,
                Bytes.ofHex("03000300000000000000000000000000"),
                TcbStatus.OUT_OF_DATE,
                OLD,
                List.of("SIMULATED-SA-00001"));
        List<IsvSvnLevel> qe = List.of(
                new IsvSvnLevel(8, TcbStatus.UP_TO_DATE, CURRENT, List.of()),
                new IsvSvnLevel(4, TcbStatus.OUT_OF_DATE, OLD, List.of("SIMULATED-SA-00002")));
        List<IsvSvnLevel> module = List.of(
                new IsvSvnLevel(5, TcbStatus.UP_TO_DATE, CURRENT, List.of()),
                new IsvSvnLevel(2, TcbStatus.OUT_OF_DATE, OLD, List.of("SIMULATED-SA-00003")));
        return new TcbScenario(
                1,
                Duration.ofDays(30),
                List.of(current, old),
                qe,
                List.of(new TdxModuleIdentity("TDX_01", ZERO_48, ZERO_8, ONES_8, module)),
                Set.of(),
                Set.of());
    }

    public TcbScenario withTcbEvaluationDataNumber(int number) {
        return new TcbScenario(number, lifetime, levels, qeLevels, tdxModules, revokedPckSerialNumbers, revokedByRoot);
    }

    public TcbScenario withLifetime(Duration newLifetime) {
        return new TcbScenario(
                tcbEvaluationDataNumber,
                newLifetime,
                levels,
                qeLevels,
                tdxModules,
                revokedPckSerialNumbers,
                revokedByRoot);
    }

    public TcbScenario withLevels(List<TcbLevel> newLevels) {
        return new TcbScenario(
                tcbEvaluationDataNumber,
                lifetime,
                newLevels,
                qeLevels,
                tdxModules,
                revokedPckSerialNumbers,
                revokedByRoot);
    }

    /** Gives the first level this status and these advisories. */
    public TcbScenario withPlatformStatus(TcbStatus status, String... advisoryIds) {
        return withLevels(replaceFirst(
                levels,
                first -> new TcbLevel(
                        first.sgxComponents(),
                        first.pceSvn(),
                        first.tdxComponents(),
                        status,
                        first.tcbDate(),
                        List.of(advisoryIds))));
    }

    /** Gives the first level of the quoting enclaves this status: up to date, out of date or revoked. */
    public TcbScenario withQeStatus(TcbStatus status, String... advisoryIds) {
        return new TcbScenario(
                tcbEvaluationDataNumber,
                lifetime,
                levels,
                withFirst(qeLevels, status, advisoryIds),
                tdxModules,
                revokedPckSerialNumbers,
                revokedByRoot);
    }

    public TcbScenario withTdxModules(List<TdxModuleIdentity> modules) {
        return new TcbScenario(
                tcbEvaluationDataNumber, lifetime, levels, qeLevels, modules, revokedPckSerialNumbers, revokedByRoot);
    }

    /** Gives the first level of the first TDX module this status: up to date, out of date or revoked. */
    public TcbScenario withTdxModuleStatus(TcbStatus status, String... advisoryIds) {
        return withTdxModules(replaceFirst(
                tdxModules,
                first -> new TdxModuleIdentity(
                        first.id(),
                        first.mrSigner(),
                        first.attributes(),
                        first.attributesMask(),
                        withFirst(first.levels(), status, advisoryIds))));
    }

    public TcbScenario withRevokedPck(BigInteger... serialNumbers) {
        return new TcbScenario(
                tcbEvaluationDataNumber, lifetime, levels, qeLevels, tdxModules, Set.of(serialNumbers), revokedByRoot);
    }

    public TcbScenario withRevokedByRoot(RootIssued... revoked) {
        return new TcbScenario(
                tcbEvaluationDataNumber,
                lifetime,
                levels,
                qeLevels,
                tdxModules,
                revokedPckSerialNumbers,
                Set.of(revoked));
    }

    /** The next evaluation number, with a new level above all others and every other level out of date. */
    public TcbScenario afterTcbRecovery(String... advisoryIds) {
        List<TcbLevel> recovered = new ArrayList<>();
        recovered.add(new TcbLevel(
                Bytes.ofHex("09090909090909090909090909090000"),
                11,
                Bytes.ofHex("05000600000000000000000000000000"),
                TcbStatus.UP_TO_DATE,
                CURRENT,
                List.of()));
        for (TcbLevel level : levels) {
            recovered.add(new TcbLevel(
                    level.sgxComponents(),
                    level.pceSvn(),
                    level.tdxComponents(),
                    TcbStatus.OUT_OF_DATE,
                    level.tcbDate(),
                    List.of(advisoryIds)));
        }
        return withLevels(recovered).withTcbEvaluationDataNumber(tcbEvaluationDataNumber + 1);
    }

    private static List<IsvSvnLevel> withFirst(List<IsvSvnLevel> levels, TcbStatus status, String... advisoryIds) {
        return replaceFirst(
                levels, first -> new IsvSvnLevel(first.isvSvn(), status, first.tcbDate(), List.of(advisoryIds)));
    }

    private static <T> List<T> replaceFirst(List<T> list, UnaryOperator<T> change) {
        List<T> changed = new ArrayList<>(list);
        changed.set(0, change.apply(list.getFirst()));
        return changed;
    }
}
