package org.computingpower.attestation.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.computingpower.attestation.Samples;
import org.computingpower.attestation.domain.EvidenceRefusal;
import org.computingpower.attestation.domain.PolicyRefusal;
import org.computingpower.kit.rest.Problem;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private static final NodeId NODE = Samples.key(3).nodeId();
    private static final List<EvidenceRefusal> EVIDENCE = List.of(
            new EvidenceRefusal.WrongSize("the quote", 0, 1),
            new EvidenceRefusal.NotTheNodesKey(NODE),
            new EvidenceRefusal.EnvelopeMismatch("nodeId"),
            new EvidenceRefusal.NotSigned(EvidenceRefusal.Signer.NODE_KEY),
            new EvidenceRefusal.BlockNotFinalized(1),
            new EvidenceRefusal.BlockTooOld(1, Instant.EPOCH, Duration.ofHours(1)),
            new EvidenceRefusal.BlockUsed(NODE, 1));
    private static final List<PolicyRefusal> POLICY =
            List.of(new PolicyRefusal.Unacceptable("why"), new PolicyRefusal.VersionSigned(1, Bytes32.ZERO));

    @Test
    void listsEveryRefusalInTheCatalogue() throws IOException {
        String catalogue = Files.readString(Path.of("../docs/problems.md"));
        String section = catalogue.substring(catalogue.indexOf("## attestation-service"));
        Stream<Problem> problems = Stream.of(
                        EVIDENCE.stream().map(Problems::of),
                        POLICY.stream().map(Problems::of),
                        Stream.of(Problems.noBlock()))
                .flatMap(each -> each);
        assertThat(problems)
                .allSatisfy(problem ->
                        assertThat(section).contains("| `" + problem.slug() + "` | " + problem.status() + " |"));
    }

    @Test
    void knowsEveryVariant() {
        assertThat(names(EVIDENCE)).containsExactlyInAnyOrderElementsOf(variants(EvidenceRefusal.class));
        assertThat(names(POLICY)).containsExactlyInAnyOrderElementsOf(variants(PolicyRefusal.class));
    }

    private static List<String> names(List<?> refusals) {
        return refusals.stream().map(refusal -> refusal.getClass().getName()).toList();
    }

    private static List<String> variants(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses()).map(Class::getName).toList();
    }
}
