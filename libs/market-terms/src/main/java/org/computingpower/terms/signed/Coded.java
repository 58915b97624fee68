package org.computingpower.terms.signed;

import java.util.Optional;

/** An enum whose constants have a fixed code in digests and on the chain. In JSON it is its name. */
public sealed interface Coded
        permits DataProtection,
                Mode,
                ProofResult,
                TeeType,
                TcbStatus,
                AttestationFacet,
                DeploymentPhase,
                SlashRule,
                BeaconKind {

    /** The code, as listed in {@code docs/protocol.md}. */
    int code();

    /** The constant of a code; empty if there is none. */
    static <E extends Enum<E> & Coded> Optional<E> ofCode(Class<E> type, int code) {
        for (E constant : type.getEnumConstants()) {
            if (constant.code() == code) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
