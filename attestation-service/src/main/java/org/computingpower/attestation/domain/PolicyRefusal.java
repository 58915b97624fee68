package org.computingpower.attestation.domain;

import org.computingpower.terms.Bytes32;

/** Why a validator does not sign a policy. */
public sealed interface PolicyRefusal {

    /** The document is no policy, or breaks a rule of the market. */
    record Unacceptable(String reason) implements PolicyRefusal {}

    /** This validator signed another document for the version before. */
    record VersionSigned(long version, Bytes32 signedPolicyHash) implements PolicyRefusal {}
}
