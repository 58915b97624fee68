package org.computingpower.order.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.computingpower.kit.rest.Problem;
import org.computingpower.order.domain.Refusal;
import org.computingpower.order.domain.StateName;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private static final NodeId NODE = new NodeId(Bytes32.ZERO);
    private static final List<Refusal> REFUSALS = List.of(
            new Refusal.OrderUnknown(OrderId.NONE),
            new Refusal.NodeUnknown(NODE),
            new Refusal.IllegalTransition(StateName.ACTIVE, "signature"),
            new Refusal.TooLate(StateName.QUOTED, "signature"),
            new Refusal.WrongSigner("Order", Address.ZERO),
            new Refusal.StatementRefused("reason"),
            new Refusal.NodeNotReady("reason"),
            new Refusal.WalletNotBound(Address.ZERO),
            new Refusal.TooManyReservations(2),
            new Refusal.NodeReserved(NODE, List.of()),
            new Refusal.NothingMatches(Map.of()),
            new Refusal.NodeNotShared(NODE),
            new Refusal.TermRefused("reason"),
            new Refusal.NoPolicy(),
            new Refusal.ReportOutdated(1),
            new Refusal.TooManyDeployments(1));

    @Test
    void everyRefusalHasAnEntryInTheCatalogue() throws IOException {
        assertThat(REFUSALS.stream().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(Refusal.class.getPermittedSubclasses()));
        String catalogue = Files.readString(Path.of("../docs/problems.md"));
        for (Refusal refusal : REFUSALS) {
            Problem problem = Problems.of(refusal);
            assertThat(catalogue).contains("| `" + problem.slug() + "` | " + problem.status() + " |");
        }
    }
}
