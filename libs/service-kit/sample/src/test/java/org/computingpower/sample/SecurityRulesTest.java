package org.computingpower.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of security rules names tests that exist: one that lets in and one that keeps out per rule. */
class SecurityRulesTest {
    private static final Path ROOT = Path.of("../../..");
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z0-9]+)\\.([a-z][A-Za-z0-9]+)`");

    @Test
    void everyRuleHasAPositiveAndANegativeTest() throws IOException {
        Map<String, String> tests = sources();
        List<String> rules = Files.readAllLines(ROOT.resolve("docs/security-rules.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| rule "))
                .toList();

        assertThat(rules).hasSizeGreaterThan(20);
        for (String rule : rules) {
            String[] cells = rule.split("\\|");
            assertThat(missing(cells[2], tests)).as(cells[1]).isEmpty();
            assertThat(missing(cells[3], tests)).as(cells[1]).isEmpty();
        }
    }

    private static List<String> missing(String cell, Map<String, String> tests) {
        List<MatchResult> names = NAME.matcher(cell).results().toList();
        return names.isEmpty() && !cell.contains("the same test")
                ? List.of("no test named in: " + cell)
                : names.stream()
                        .filter(name -> !tests.getOrDefault(name.group(1), "").contains("void " + name.group(2) + "("))
                        .map(MatchResult::group)
                        .toList();
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path module : modules()) {
            Path tests = module.resolve("src/test/java");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .forEach(file -> sources.merge(
                                    file.getFileName().toString().replace(".java", ""), read(file), String::concat));
                }
            }
        }
        return sources;
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> one = Files.list(ROOT);
                Stream<Path> libraries = Files.list(ROOT.resolve("libs"));
                Stream<Path> parts = Files.list(ROOT.resolve("libs/service-kit"))) {
            return Stream.of(one, libraries, parts)
                    .flatMap(paths -> paths)
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
