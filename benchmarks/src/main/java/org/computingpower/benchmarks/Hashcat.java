package org.computingpower.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs hashcat's own benchmark of mode 1400 (SHA-256), the peer everybody rates devices with. */
final class Hashcat {

    private static final long MAX_SECONDS = 180;
    /** device:mode:core clock:memory clock:milliseconds:hashes per second. */
    private static final Pattern RESULT = Pattern.compile("\\d+:1400:.*:(\\d+)");

    private Hashcat() {}

    /** The rate over all its devices in hashes per second, or nothing if hashcat is missing or fails. */
    static OptionalLong sha256Rate() {
        List<String> command = List.of("hashcat", "-b", "-m", "1400", "--machine-readable", "--quiet", "--force");
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                long rate = output.lines()
                        .map(RESULT::matcher)
                        .filter(Matcher::matches)
                        .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                        .sum();
                process.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
                return rate > 0 ? OptionalLong.of(rate) : OptionalLong.empty();
            }
        } catch (IOException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }
}
