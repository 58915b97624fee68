package org.computingpower.attestation.config;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Who this validator is. */
@ConfigMapping(prefix = "validator")
public interface ValidatorConfig {
    /** File with the private key, 64 hex digits with or without {@code 0x}; outside profile local only its owner may read it. */
    Path keyFile();

    /** Number of the validator in a local stack; for people. */
    OptionalInt index();
}
