package org.computingpower.challenge.config;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** The validator this service belongs to. */
@ConfigMapping(prefix = "validator")
public interface ValidatorConfig {
    /** File that holds the private key: 64 hex digits, with or without 0x. */
    Path keyFile();
}
