package org.computingpower.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Offer;
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
        ListedNode node =
                new ListedNode(NODE, "acme", WALLET, attested, rated, Bytes32.ZERO, OFFER, OFFER.structHash());

        assertThat(node.notReady(OFFER.structHash(), now)
                        .map(Refusal.NodeNotReady::reason)
                        .orElse(""))
                .isEqualTo(reason);
        assertThat(node.notReady(Bytes32.ZERO, now)).isPresent();
    }
}
