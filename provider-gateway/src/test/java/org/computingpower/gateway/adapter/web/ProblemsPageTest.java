package org.computingpower.gateway.adapter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.computingpower.gateway.domain.access.GrantRefusal;
import org.computingpower.gateway.domain.access.ManifestRefusal;
import org.computingpower.terms.Bytes32;
import org.junit.jupiter.api.Test;

class ProblemsPageTest {
    @Test
    void listsEveryRefusal() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "problems.md"));
        List<ManifestRefusal> ofData = List.of(
                new ManifestRefusal.NotYours(),
                new ManifestRefusal.OtherQuote(Bytes32.ZERO),
                new ManifestRefusal.NoQuote(),
                new ManifestRefusal.OutOfSequence(1),
                new ManifestRefusal.OtherCiphertext(),
                new ManifestRefusal.TooLarge(1),
                new ManifestRefusal.NotOpened());

        assertThat(ofData).hasSize(ManifestRefusal.class.getPermittedSubclasses().length);
        assertThat(Stream.concat(
                        Arrays.stream(GrantRefusal.values()).map(UserRoutes::problem),
                        ofData.stream().map(UserRoutes::problem)))
                .allSatisfy(problem ->
                        assertThat(page).contains("| `" + problem.slug() + "` | " + problem.status() + " |"));
    }
}
