package org.computingpower.challenge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.challenge.it.Rounds.epoch;
import static org.computingpower.challenge.it.Rounds.seed;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import jakarta.inject.Inject;
import org.computingpower.challenge.TestMarket;
import org.computingpower.events.ChainHeadEvent;
import org.computingpower.events.RegistryNodeEvent;
import org.computingpower.kit.fixture.KafkaAndPostgres;
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

    final SigningKey validator = TestMarket.validators(1).getFirst();

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    MarketFile market;

    TestBroker broker;
    Rounds rounds;

    @BeforeEach
    void follow() throws Exception {
        broker = new TestBroker(bootstrapServers);
        rounds = new Rounds(market);
        broker.publish(new ChainHeadEvent.HeadFinalized(31_337, BLOCK, Bytes32.parse("0x" + "77".repeat(32)), 1));
    }

    @AfterEach
    void unfollow() {
        rounds.close();
        broker.close();
    }

    SimulatedNode node(String name) {
        return new SimulatedNode(TestMarket.key(name), market.domains(), ADVERTISED);
    }

    /** A node of one device that counts from the epoch after the next one on. */
    RegistryNodeEvent.NodeChanged changed(SimulatedNode node, long version, long r0) {
        return TestNodes.changed(node.key, version, ADVERTISED, r0, rounds.now() + 2);
    }

    /** Commits and reveals what the node found, in time. */
    void answer(SimulatedNode node, RoundEvents.Event round) throws Exception {
        SimulatedNode.Solution solution = node.solve(epoch(round), seed(round));
        assertThat(node.commit(solution.commit()).statusCode()).isEqualTo(200);
        assertThat(node.reveal(solution).statusCode()).isEqualTo(202);
        rounds.done(round);
    }

    /** Out of every roster to come: the service is shared with other tests. */
    void leave(SimulatedNode node, long version) throws Exception {
        long gone = rounds.now() + 2;
        broker.publish(TestNodes.unattested(node.key, version, gone));
        Rounds.until(rounds::now, epoch -> epoch >= gone);
    }
}
