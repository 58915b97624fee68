package org.computingpower.gateway.application.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.computingpower.gateway.application.CurrentQuote;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.SharedNode;
import org.computingpower.gateway.domain.cpu.CpuSet;
import org.computingpower.gateway.domain.cpu.SharedPart;
import org.computingpower.gateway.fixture.Fakes;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.DeploymentStatus;
import org.computingpower.terms.signed.Mode;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which modes of use a node takes an order on. */
class SharedOrdersTest {

    private static final SigningKey USER = Market.key("user");
    private static final SharedNode SHARED =
            new SharedNode(Optional.of(SharedPart.of(2_500, CpuSet.parse("3"), CpuSet.parse("0-3"))));

    private final MarketFile market = Market.file();
    private final NodeIdentity node = new NodeIdentity(Market.key("node"), Bytes32.ZERO, Bytes32.ZERO);
    private final Fakes.TestClock clock = new Fakes.TestClock();
    private final Fakes.MemoryQuotes quotes = new Fakes.MemoryQuotes();
    private final Offer offer = new Offer(
            node.nodeId(),
            Market.address("provider"),
            Market.address("payee"),
            Market.address("stake"),
            market.contracts().token(),
            TokenAmount.of(10),
            45,
            900,
            DataProtection.SIMULATED,
            1,
            2_000_000_000L);

    @TempDir
    Path folder;

    private Optional<String> objection(SharedNode shared, Mode mode, int phiBps) {
        quotes.replace(new CurrentQuote(Bytes32.ZERO, Market.address("stake"), Market.address("payee"), 1));
        Order order = new Order(
                Bytes32.ZERO,
                USER.address(),
                offer.provider(),
                offer.payee(),
                offer.stakeAccount(),
                node.nodeId(),
                offer.structHash(),
                offer.token(),
                mode == Mode.EXCLUSIVE || mode == Mode.SHARED
                        ? market.termPrice().of(offer.pricePerSecond(), mode, 150)
                        : TokenAmount.ZERO,
                150,
                market.feeBps(),
                market.validatorShareBps(),
                mode,
                phiBps,
                Bytes32.ZERO,
                DataProtection.SIMULATED,
                2_000_000_000L,
                2_000_000_000L);
        AcceptOrders accept =
                new AcceptOrders(node, market, new NoPlatform(), quotes, shared, Fakes.gatewayConfig(folder), clock);
        return accept.objection(new OrderToAccept(order, order.sign(USER, market.domains())), Optional.of(offer));
    }

    @ParameterizedTest
    @CsvSource({"EXCLUSIVE, 10000", "SHARED, 2500"})
    void takesANodeAloneAndSharedOnExactlyTheReservedPart(Mode mode, int phiBps) {
        assertThat(objection(SHARED, mode, phiBps)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"EXCLUSIVE, 9999", "SHARED, 2499", "SHARED, 2501", "SHARED, 10000", "AUDIT, 10000", "STANDBY, 10000"})
    void refusesEveryOtherUse(Mode mode, int phiBps) {
        assertThat(objection(SHARED, mode, phiBps))
                .hasValueSatisfying(reason -> assertThat(reason).contains(mode.name(), Integer.toString(phiBps)));
    }

    @Test
    void refusesToBeSharedWithoutReservedCpus() {
        assertThat(objection(SharedNode.NONE, Mode.SHARED, 2_500)).isPresent();
        assertThat(objection(SharedNode.NONE, Mode.EXCLUSIVE, 10_000)).isEmpty();
    }

    /** Objections need no platform. */
    private static final class NoPlatform implements Platform {
        @Override
        public Optional<DesiredState> desired(NodeId nodeId) {
            return Optional.empty();
        }

        @Override
        public Optional<Offer> offer(NodeId nodeId) {
            return Optional.empty();
        }

        @Override
        public boolean accept(Acceptance acceptance, Signature signature) {
            return false;
        }

        @Override
        public boolean report(DeploymentStatus status, String detail, Signature signature) {
            return false;
        }
    }
}
