package org.computingpower.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProblemCatalogueTest {

    @Test
    void everyRefusalHasAnEntryInTheCatalogue() throws IOException {
        String source =
                Files.readString(Path.of("src/main/java/org/computingpower/challenge/adapter/rest/ProofProblems.java"));
        String catalogue = Files.readString(Path.of("../docs/problems.md"));
        List<String> slugs = Pattern.compile("\"([a-z]+(?:-[a-z]+)+)\"")
                .matcher(source)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        assertThat(slugs).hasSizeGreaterThan(10);
        assertThat(slugs).allSatisfy(slug -> assertThat(catalogue).contains("`" + slug + "`"));
    }
}
