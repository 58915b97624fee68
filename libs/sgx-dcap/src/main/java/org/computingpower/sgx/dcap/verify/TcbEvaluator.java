package org.computingpower.sgx.dcap.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.parse.IsvSvnLevel;
import org.computingpower.sgx.dcap.parse.TcbLevel;
import org.computingpower.sgx.dcap.parse.TdReport;
import org.computingpower.sgx.dcap.parse.TdxModuleIdentity;

/**
 * Computes the TCB status of claims under collateral, without signatures: more than 100,000 nodes a second on one
 * core, so that a TCB recovery re-appraises a whole market at once.
 */
public final class TcbEvaluator {
    private static final int MODULE_MINOR = 0;
    private static final int MODULE_VERSION = 1;

    private TcbEvaluator() {}

    /**
     * Evaluates claims that were verified before against collateral of today: same root, validity windows, revocation
     * of the PCK, platform identity, quoting enclave, TDX module and TCB level. A PCK issued by another key than the
     * CA's in this collateral is refused, because only a new quote could settle that.
     */
    public static TcbResult reappraise(Claims claims, VerifiedCollateral collateral, Instant now) {
        try {
            requireSameRoot(claims, collateral);
            requireInWindow(claims.platform(), collateral, now);
            requireIssuer(claims.platform(), collateral);
            requireNotRevoked(claims.platform(), collateral);
            PlatformMatch.requireTcbInfoFor(claims.tee(), claims.platform(), collateral.tcbInfo());
            PlatformMatch.requireTdxModule(claims.body(), collateral.tcbInfo());
            PlatformMatch.requireQuotingEnclave(claims.tee(), claims.platform().qeReport(), collateral.qeIdentity());
            return new TcbResult.Evaluated(evaluate(claims, collateral));
        } catch (VerificationRejection rejection) {
            return new TcbResult.Rejected(rejection.status(), rejection.detail());
        }
    }

    private static void requireSameRoot(Claims claims, VerifiedCollateral collateral) throws VerificationRejection {
        VerificationRejection.require(
                claims.trustRootHash().equals(collateral.trustRoot().sha256()),
                VerificationStatus.TRUST_ROOT_MISMATCH,
                "claims and collateral hang on different roots");
    }

    static void requireInWindow(PlatformClaims platform, VerifiedCollateral collateral, Instant now)
            throws VerificationRejection {
        Optional<CollateralResult.Rejected> outside = collateral.refusalAt(now);
        if (outside.isPresent()) {
            throw new VerificationRejection(
                    outside.get().status(), outside.get().detail());
        }
        boolean valid =
                !now.isBefore(platform.pckNotBefore().minus(collateral.rules().clockSkew()))
                        && !now.isAfter(platform.pckNotAfter());
        VerificationRejection.require(
                valid,
                VerificationStatus.SGX_PCK_CERT_CHAIN_EXPIRED,
                "the PCK certificate is valid from " + platform.pckNotBefore() + " to " + platform.pckNotAfter());
    }

    private static void requireIssuer(PlatformClaims platform, VerifiedCollateral collateral)
            throws VerificationRejection {
        VerificationRejection.require(
                platform.pckIssuer().equals(collateral.pckCrl().issuer())
                        && platform.pckIssuerKey()
                                .equals(collateral.pckCa().publicKey().raw()),
                VerificationStatus.SGX_CRL_UNKNOWN_ISSUER,
                "the revocation list is of another CA than the PCK");
    }

    static void requireNotRevoked(PlatformClaims platform, VerifiedCollateral collateral) throws VerificationRejection {
        VerificationRejection.require(
                !collateral.pckCrl().revokedSerialNumbers().contains(platform.pckSerialNumber()),
                VerificationStatus.SGX_PCK_REVOKED,
                "PCK certificate " + platform.pckSerialNumber().toString(16));
    }

    /** {@code Checks/TcbLevelCheck.cpp: checkTcbLevel}. */
    static TcbEvaluation evaluate(Claims claims, VerifiedCollateral collateral) throws VerificationRejection {
        Optional<TdReport> report = claims.tdx();
        Part launch = part(claims.platform(), report.map(TdReport::teeTcbSvn), collateral);
        Optional<Bytes> currentSvn = report.flatMap(TdReport::teeTcbSvn2);
        Optional<TcbStatus> current = currentSvn.isPresent()
                ? Optional.of(part(claims.platform(), currentSvn, collateral).converged())
                : Optional.empty();
        Instant pckNotAfter = claims.platform().pckNotAfter();
        return new TcbEvaluation(
                current.isPresent() ? Convergence.relaunch(launch.converged(), current.get()) : launch.converged(),
                launch.level.status(),
                launch.qe.status(),
                launch.module.map(IsvSvnLevel::status),
                current,
                launch.advisoryIds(),
                launch.tcbDate(),
                collateral.tcbEvaluationDataNumber(),
                pckNotAfter.isBefore(collateral.validTo()) ? pckNotAfter : collateral.validTo(),
                collateral.sha256());
    }

    /** {@code Checks/EvaluateTcb.cpp: sgxEvaluateTCB, tdxEvaluateTCB}. */
    private static Part part(PlatformClaims platform, Optional<Bytes> teeTcbSvn, VerifiedCollateral collateral)
            throws VerificationRejection {
        TcbLevel level = level(platform, teeTcbSvn, collateral.tcbInfo().levels());
        Optional<IsvSvnLevel> module = Optional.empty();
        if (teeTcbSvn.isPresent() && teeTcbSvn.get().unsignedAt(MODULE_VERSION) > 0) {
            module = Optional.of(moduleLevel(teeTcbSvn.get(), collateral));
        }
        IsvSvnLevel qe = IsvSvnLevel.firstReached(
                        collateral.qeIdentity().levels(), platform.qeReport().isvSvn())
                .orElseThrow(() -> notSupported("no level for the quoting enclave"));
        return new Part(level, qe, module);
    }

    private static TcbLevel level(PlatformClaims platform, Optional<Bytes> teeTcbSvn, List<TcbLevel> highestFirst)
            throws VerificationRejection {
        for (TcbLevel level : highestFirst) {
            if (reaches(platform.sgxTcbComponents(), level.sgxComponents(), 0)
                    && platform.pceSvn() >= level.pceSvn()
                    && (teeTcbSvn.isEmpty() || reachesTdx(teeTcbSvn.get(), level.tdxComponents()))) {
                return level;
            }
        }
        throw notSupported("no TCB level matches");
    }

    /** With a module version above 0 the first two components are judged by the module's own identity. */
    private static boolean reachesTdx(Bytes teeTcbSvn, Bytes components) {
        return reaches(teeTcbSvn, components, teeTcbSvn.unsignedAt(MODULE_VERSION) > 0 ? 2 : 0);
    }

    private static boolean reaches(Bytes svns, Bytes required, int from) {
        for (int i = from; i < required.length(); i++) {
            if (svns.unsignedAt(i) < required.unsignedAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static IsvSvnLevel moduleLevel(Bytes teeTcbSvn, VerifiedCollateral collateral)
            throws VerificationRejection {
        TdxModuleIdentity identity = collateral
                .tcbInfo()
                .tdxModuleIdentity(teeTcbSvn.unsignedAt(MODULE_VERSION))
                .orElseThrow(() -> notSupported("no identity for the TDX module"));
        return IsvSvnLevel.firstReached(identity.levels(), teeTcbSvn.unsignedAt(MODULE_MINOR))
                .orElseThrow(() -> notSupported("no level for the TDX module"));
    }

    private static VerificationRejection notSupported(String detail) {
        return new VerificationRejection(VerificationStatus.TCB_NOT_SUPPORTED, detail);
    }

    /** The three levels that decide one status. */
    private record Part(TcbLevel level, IsvSvnLevel qe, Optional<IsvSvnLevel> module) {
        TcbStatus converged() {
            return Convergence.converge(level.status(), qe.status(), module.map(IsvSvnLevel::status));
        }

        SortedSet<String> advisoryIds() {
            SortedSet<String> ids = new TreeSet<>(level.advisoryIds());
            ids.addAll(qe.advisoryIds());
            module.ifPresent(m -> ids.addAll(m.advisoryIds()));
            return ids;
        }

        Instant tcbDate() {
            Instant earliest = level.tcbDate().isBefore(qe.tcbDate()) ? level.tcbDate() : qe.tcbDate();
            return module.map(IsvSvnLevel::tcbDate)
                    .filter(date -> date.isBefore(earliest))
                    .orElse(earliest);
        }
    }
}
