package org.computingpower.sgx.dcap.verify;

import java.util.Optional;
import org.computingpower.sgx.dcap.TcbStatus;

/** How the statuses of several components become one. */
final class Convergence {
    private Convergence() {}

    /** {@code Checks/EvaluateTcb.cpp: convergeTcbStatuses}. */
    static TcbStatus converge(TcbStatus platform, TcbStatus qe, Optional<TcbStatus> module) {
        if (qe == TcbStatus.REVOKED || module.equals(Optional.of(TcbStatus.REVOKED))) {
            return TcbStatus.REVOKED;
        }
        if (qe != TcbStatus.OUT_OF_DATE && !module.equals(Optional.of(TcbStatus.OUT_OF_DATE))) {
            return platform;
        }
        return switch (platform) {
            case UP_TO_DATE, SW_HARDENING_NEEDED -> TcbStatus.OUT_OF_DATE;
            case CONFIGURATION_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED;
            case OUT_OF_DATE,
                    OUT_OF_DATE_CONFIGURATION_NEEDED,
                    REVOKED,
                    TD_RELAUNCH_ADVISED,
                    TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED -> platform;
        };
    }

    /**
     * {@code Checks/TDRelaunchCheck.cpp: checkForRelaunch}: the domain was started under a TDX module that is out of
     * date, the module that runs now is not, so starting the domain again would help.
     */
    static TcbStatus relaunch(TcbStatus launch, TcbStatus current) {
        boolean helps = switch (current) {
            case UP_TO_DATE, SW_HARDENING_NEEDED, CONFIGURATION_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED -> true;
            case OUT_OF_DATE,
                    OUT_OF_DATE_CONFIGURATION_NEEDED,
                    REVOKED,
                    TD_RELAUNCH_ADVISED,
                    TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED -> false;
        };
        if (!launch.isOutOfDate() || !helps) {
            return launch;
        }
        return launch.isConfigurationNeeded() || current.isConfigurationNeeded()
                ? TcbStatus.TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED
                : TcbStatus.TD_RELAUNCH_ADVISED;
    }
}
