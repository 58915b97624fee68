package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.challenge.it.Rounds.epoch;
import static org.computingpower.challenge.it.Rounds.seed;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import jakarta.inject.Inject;
import org.computingpower.challenge.TestMarket;
import org.computingpower.events.ChainHeadEvent;
import org.computingpower.kit.fixture.KafkaAndPostgres;
import org.computingpower.kit.fixture.MarketBus;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The one validator of a market on a real broker and database; every test follows its rounds from a finalized block on. */
@WithTestResource(
        value = KafkaAndPostgres.class,
        initArgs = @ResourceArg(name = "topics", value = MarketResource.TOPICS))
@WithTestResource(MarketResource.class)
abstract class OneValidator {

    /** Hashes per second that nodes claim and have. */
    static final long ADVERTISED = 20_000;

    static final long BLOCK = 7;

    private static final long LAST_VERSION = 100;

    final SigningKey validator = TestMarket.validators(1).getFirst();

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    MarketFile market;

    MarketBus bus;
    Rounds rounds;

    @BeforeEach
    void follow() {
        bus = MarketResource.bus(bootstrapServers);
        rounds = new Rounds(market);
        bus.tell(new ChainHeadEvent.HeadFinalized(31_337, BLOCK, Bytes32.parse("0x" + "77".repeat(32)), 1));
    }

    @AfterEach
    void unfollow() {
        rounds.close();
        bus.close();
    }

    SimulatedNode node(String name) {
        return new SimulatedNode(TestMarket.key(name), market.domains(), ADVERTISED);
    }

    /** Nodes of one device that count from the same epoch on, the one after the next. */
    void enter(long r0, SimulatedNode... nodes) {
        long from = rounds.now() + 2;
        for (SimulatedNode node : nodes) {
            bus.tell(TestNodes.changed(node.key, 1, ADVERTISED, r0, from));
        }
    }

    /** Commits and reveals what the node found, in time. */
    void answer(SimulatedNode node, RoundEvents.Event round) throws Exception {
        SimulatedNode.Solution solution = node.solve(epoch(round), seed(round));
        assertThat(node.commit(solution.commit()).statusCode()).isEqualTo(200);
        assertThat(node.reveal(solution).statusCode()).isEqualTo(202);
        rounds.done(round);
    }

    /** Out of every roster to come: the service is shared with other tests. */
    void leave(SimulatedNode... nodes) {
        long gone = rounds.now() + 2;
        for (SimulatedNode node : nodes) {
            bus.tell(TestNodes.unattested(node.key, LAST_VERSION, gone));
        }
        Rounds.until(rounds::now, epoch -> epoch >= gone);
    }
}
