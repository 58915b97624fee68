package org.computingpower.challenge.config;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** The validator this service belongs to. */
@ConfigMapping(prefix = "validator")
public interface ValidatorConfig {
    /** File that holds the private key, 0x and 64 lower-case hex digits. */
    Path keyFile();
}
