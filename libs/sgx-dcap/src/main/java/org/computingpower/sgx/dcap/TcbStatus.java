package org.computingpower.sgx.dcap;

import java.util.Arrays;
import java.util.Optional;

/** The TCB status of a platform, with Intel's spelling and the code of Intel's quote verification library. */
public enum TcbStatus {
    UP_TO_DATE("UpToDate", 0),
    SW_HARDENING_NEEDED("SWHardeningNeeded", 82),
    CONFIGURATION_NEEDED("ConfigurationNeeded", 47),
    CONFIGURATION_AND_SW_HARDENING_NEEDED("ConfigurationAndSWHardeningNeeded", 83),
    OUT_OF_DATE("OutOfDate", 45),
    OUT_OF_DATE_CONFIGURATION_NEEDED("OutOfDateConfigurationNeeded", 48),
    REVOKED("Revoked", 46),
    TD_RELAUNCH_ADVISED("TDRelaunchAdvised", 87),
    TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED("TDRelaunchAdvisedConfigurationNeeded", 88);

    private final String intelName;
    private final int qvlCode;

    TcbStatus(String intelName, int qvlCode) {
        this.intelName = intelName;
        this.qvlCode = qvlCode;
    }

    /** The spelling in Intel's JSON and reports. */
    public String intelName() {
        return intelName;
    }

    /** The value of the matching {@code Status} of {@code QuoteVerification.h}. */
    public int qvlCode() {
        return qvlCode;
    }

    /** True if the status says that the platform configuration must change. */
    public boolean isConfigurationNeeded() {
        return switch (this) {
            case CONFIGURATION_NEEDED,
                    CONFIGURATION_AND_SW_HARDENING_NEEDED,
                    OUT_OF_DATE_CONFIGURATION_NEEDED,
                    TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED -> true;
            case UP_TO_DATE, SW_HARDENING_NEEDED, OUT_OF_DATE, REVOKED, TD_RELAUNCH_ADVISED -> false;
        };
    }

    /** True if an update of the platform is missing, whether or not its configuration must change too. */
    public boolean isOutOfDate() {
        return this == OUT_OF_DATE || this == OUT_OF_DATE_CONFIGURATION_NEEDED;
    }

    /** Reads Intel's spelling; empty for any other text. */
    public static Optional<TcbStatus> ofIntelName(String name) {
        return Arrays.stream(values()).filter(s -> s.intelName.equals(name)).findFirst();
    }
}
