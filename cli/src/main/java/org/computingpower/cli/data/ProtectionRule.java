package org.computingpower.cli.data;

import java.util.Optional;
import org.computingpower.terms.signed.DataProtection;

/**
 * How well data is protected where it goes, and what the user must have said before it is sent. Only a workload inside
 * the TEE takes data without a word; everything weaker has to be accepted by name.
 */
public final class ProtectionRule {
    private ProtectionRule() {}

    /** The protection that is really there: nothing under a simulated root is more than simulated. */
    public static DataProtection effective(DataProtection ordered, String trustDomain) {
        return trustDomain.equals("INTEL") ? ordered : DataProtection.SIMULATED;
    }

    /** Whether data may be sent; an acceptance covers its own level and every better one. */
    public static boolean mayBeSent(DataProtection effective, Optional<DataProtection> accepted) {
        DataProtection least = accepted.orElse(DataProtection.WORKLOAD_TEE);
        return effective.code() >= least.code();
    }
}
