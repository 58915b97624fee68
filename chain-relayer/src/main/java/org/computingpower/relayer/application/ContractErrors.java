package org.computingpower.relayer.application;

import org.computingpower.relayer.domain.ContractFailure;
import org.computingpower.relayer.domain.Intent;

/** Turns the bytes of a revert into what they mean for an intent. */
public interface ContractErrors {

    /** Decodes a custom error; unknown bytes are {@link ContractFailure.NotYet}, because nothing may be given up on a guess. */
    ContractFailure decode(Intent.Kind kind, byte[] revertData);
}
