package org.computingpower.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.Order;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListedNodeTest {
    private static final Address WALLET = Address.parse("0x5555555555555555555555555555555555555555");
    private static final NodeId NODE = new NodeId(Digests.keccak256OfText("node"));
    private static final Offer OFFER = new Offer(
            NODE, WALLET, WALLET, WALLET, WALLET, TokenAmount.of(7), 45, 600, DataProtection.SIMULATED, 1, 1_000);

    @ParameterizedTest
    @CsvSource({
        "true, true, 1000, ''",
        "false, true, 1000, The node's attestation is not valid.",
        "true, false, 1000, The node is being rated.",
        "true, true, 1001, The offer of the order has ended."
    })
    void mayAcceptOnlyAsItWasOffered(boolean attested, boolean rated, long now, String reason) {
        ListedNode node = node(attested, rated, null);

        assertThat(reason(node, order(OFFER.structHash(), Mode.EXCLUSIVE, Quoting.WHOLE), now))
                .isEqualTo(reason);
        assertThat(reason(node, order(Bytes32.ZERO, Mode.EXCLUSIVE, Quoting.WHOLE), now))
                .isNotEmpty();
    }

    @Test
    void takesASharedOrderOnThePartThatItKeepsAndOnNoOther() {
        String changed = "The part of the node that it shares was changed.";
        Order shared = order(OFFER.structHash(), Mode.SHARED, 2_500);
        Order alone = order(OFFER.structHash(), Mode.EXCLUSIVE, Quoting.WHOLE);

        assertThat(reason(node(true, true, 2_500), shared, 1_000)).isEmpty();
        assertThat(reason(node(true, true, 2_501), shared, 1_000)).isEqualTo(changed);
        assertThat(reason(node(true, true, null), shared, 1_000)).isEqualTo(changed);
        assertThat(reason(node(true, true, 2_500), alone, 1_000)).isEmpty();
    }

    private static ListedNode node(boolean attested, boolean rated, @Nullable Integer sharedPhiBps) {
        return new ListedNode(
                NODE, "acme", WALLET, attested, rated, Bytes32.ZERO, OFFER, OFFER.structHash(), sharedPhiBps);
    }

    private static Order order(Bytes32 offerHash, Mode mode, int phiBps) {
        return new Quoting(Samples.MARKET)
                .terms(OFFER, offerHash, WALLET, 60, mode, phiBps, Bytes32.ZERO, Bytes32.ZERO, Samples.NOW);
    }

    private static String reason(ListedNode node, Order order, long now) {
        return node.notReady(order, now).map(Refusal.NodeNotReady::reason).orElse("");
    }
}
