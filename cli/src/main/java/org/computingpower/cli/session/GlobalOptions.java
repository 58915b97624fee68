package org.computingpower.cli.session;

import java.nio.file.Path;
import java.util.Optional;

/** Options that every command takes. */
public interface GlobalOptions {
    /** Name of the profile. */
    Optional<String> profile();

    /** Edge of the platform, such as {@code http://127.0.0.1:8100}. */
    Optional<String> platform();

    /** JSON-RPC endpoint to use instead of the market file's first one. */
    Optional<String> rpc();

    /** Name of the wallet in the profile. */
    Optional<String> wallet();

    /** File whose first line is the password of the wallet. */
    Optional<Path> passwordFile();

    /** Whether results are JSON. */
    boolean isJson();
}
