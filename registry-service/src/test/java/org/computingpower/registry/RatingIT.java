package org.computingpower.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.computingpower.registry.Provider.device;
import static org.computingpower.registry.Statements.STRANGER;
import static org.computingpower.registry.Statements.VALIDATORS;
import static org.computingpower.registry.Statements.statistics;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.computingpower.events.PowerStatus;
import org.computingpower.power.statistics.Availability;
import org.computingpower.registry.application.StatementStore;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.PowerAlarm;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Rating;
import org.junit.jupiter.api.Test;

/** What a quorum of validators says about the power of a node: ratings, alarms and missed rounds. */
@QuarkusTest
class RatingIT extends RunningRegistry {
    private static final String CARD = "NVIDIA GeForce RTX 4090";

    @Inject
    StatementStore statements;

    @Test
    void anAlarmOfAQuorumUnlistsANodeUntilItIsRatedAnew() {
        // Given a node with a rating
        SigningKey node = Provider.enrolled().registered();
        long first = ratedForSomeEpochs(node, 90);

        // When too few raise the alarm: one that takes it back, one twice, one about rounds before the rating
        bus.tell(say.statistics(node, VALIDATORS.get(2), first, true));
        bus.tell(say.statistics(node, VALIDATORS.get(2), first + 1, false));
        bus.tell(say.statistics(node, VALIDATORS.get(0), first, true));
        bus.tell(say.statistics(node, VALIDATORS.get(0), first + 1, true));
        bus.tell(say.statistics(node, VALIDATORS.get(1), first - 1, true));
        // Then nothing comes of it but a next rating
        long second = ratedForSomeEpochs(node, 91);
        show(node).body("version", equalTo(3));

        // When a quorum raises it
        bus.tell(say.statistics(node, VALIDATORS.get(0), second, true));
        bus.tell(say.statistics(node, VALIDATORS.get(1), second + 1, true));
        // Then the node is unlisted
        awaitPower(node, PowerStatus.DEGRADED);
        show(node).body("missing", hasItem("RATING")).body("version", equalTo(4));

        // And only a new rating lists it again, whatever is said about the old one afterwards
        QUORUM.forEach(validator -> bus.tell(say.statistics(node, validator, second + 2, false)));
        long third = ratedForSomeEpochs(node, 72);
        show(node).body("version", equalTo(5));
        QUORUM.forEach(validator -> bus.tell(say.statistics(node, validator, third - 1, true)));
        ratedForSomeEpochs(node, 71);
        show(node).body("version", equalTo(6));
    }

    @Test
    void takesNoAlarmThatItsValidatorDidNotSignNorOneOfRoundsToCome() {
        // Given a node with a rating
        SigningKey node = Provider.enrolled().registered();
        long rated = ratedForSomeEpochs(node, 90);
        PowerAlarm alarm = new PowerAlarm(1, node.nodeId(), 0, rated, true);
        PowerAlarm soon = new PowerAlarm(1, node.nodeId(), 0, rated + LATER_EPOCHS, true);
        PowerAlarm never = new PowerAlarm(1, node.nodeId(), 0, Long.MAX_VALUE, true);
        PowerAlarm otherSet = new PowerAlarm(2, node.nodeId(), 0, rated, true);
        PowerAlarm noDevice = new PowerAlarm(1, node.nodeId(), 70_000, rated, true);

        // When the alarm is raised in the name of validators, unsigned or by others, and by strangers; or by validators
        // about rounds to come, for another set, about a device that the type cannot name
        for (SigningKey validator : VALIDATORS) {
            bus.tell(statistics(alarm, validator, null));
            bus.tell(say.statistics(alarm, validator, STRANGER));
            bus.tell(say.statistics(alarm, validator, VALIDATORS.get(validator.equals(VALIDATORS.get(0)) ? 1 : 0)));
            bus.tell(say.statistics(alarm, STRANGER, validator));
            bus.tell(say.statistics(soon, validator, validator));
            bus.tell(say.statistics(never, validator, validator));
            bus.tell(say.statistics(otherSet, validator, validator));
            bus.tell(statistics(noDevice, validator, alarm.sign(validator, market.domains())));
        }
        bus.tell(say.statistics(alarm, STRANGER, STRANGER));
        // Then nothing comes of it
        long next = ratedForSomeEpochs(node, 91);
        show(node).body("version", equalTo(3));

        // And what a quorum signed about rounds that are over counts afterwards as before
        QUORUM.forEach(validator -> bus.tell(say.statistics(node, validator, next, true)));
        awaitPower(node, PowerStatus.DEGRADED);
    }

    @Test
    void unlistsAStandbyNodeThatAnswersWithWhatIsNoProofAsIfItWereSilent() {
        SigningKey node = Provider.enrolled().registered();
        ratedForSomeEpochs(node, 90);
        // When one validator alone calls rounds VOID, a quorum finds too few shares in others, and five are VOID
        for (long epoch = 1; epoch <= 6; epoch++) {
            bus.tell(say.judged(node, epoch, ProofResult.VOID, VALIDATORS.get(0)));
            judge(node, epoch + 6, ProofResult.FAIL);
        }
        for (long epoch = 13; epoch <= 17; epoch++) {
            judge(node, epoch, ProofResult.VOID);
        }
        // Then nothing comes of it
        ratedForSomeEpochs(node, 91);
        show(node).body("version", equalTo(3));

        // But a sixth one takes it off the list, and proofs that let the first one go put it back
        judge(node, 18, ProofResult.VOID);
        awaitPower(node, PowerStatus.DOWN);
        show(node).body("missing", hasItem("RATING"));
        judge(node, 13 + Availability.ROUNDS, ProofResult.PASS);
        awaitPower(node, PowerStatus.RATED);
    }

    private void judge(SigningKey node, long epoch, ProofResult result) {
        QUORUM.forEach(validator -> bus.tell(say.judged(node, epoch, result, validator)));
    }

    /**
     * Has the node rated, after all that was said of its power so far (facts of one node keep their order), and lets ten
     * epochs pass.
     *
     * @return the first epoch of which statistics are about this rating
     */
    private long ratedForSomeEpochs(SigningKey node, int r0) {
        long from = market.effectiveEpoch(clock.instant()) + 3;
        rate(new Rating(1, node.nodeId(), 0, 100, r0, from));
        await().atMost(DEADLINE)
                .untilAsserted(() -> show(node)
                        .body("facets.power.rated", equalTo(r0))
                        .body("facets.power.status", equalTo("RATED")));
        passEpochs(10);
        return from;
    }

    @Test
    void keepsANodeUnlistedWhoseDeviceIsNotWhatItClaimsUntilItIsDescribedRightlyAndRatedAnew() {
        // Given a node of two devices, one of them a card that is too slow for its model
        Provider provider = Provider.enrolled();
        SigningKey node = Provider.newNode();
        provider.register(node, List.of(device(0, "CPU", "EPYC", 100), device(1, "GPU", CARD, 5_000_000_000L)))
                .statusCode(201);
        long later = later();
        rate(new Rating(1, node.nodeId(), 0, 100, 90, later));
        rate(new Rating(1, node.nodeId(), 1, 5_000_000_000L, 4_500_000_000L, later));
        awaitPower(node, PowerStatus.RATED);
        show(node)
                .body("missing", hasItem("DEVICE_MODEL"))
                .body("facets.power.rated", equalTo(4_500_000_090L))
                .body("devices.fit", contains("UNLISTED", "TOO_SLOW"));

        // When its provider describes it rightly
        provider.askForRating(node, Map.of("devices", List.of(device(0, "CPU", CARD, 100))))
                .statusCode(422);
        List<Map<String, Object>> devices =
                List.of(device(1, "GPU", "NVIDIA GeForce RTX 3080", 5_000_000_000L), device(0, "CPU", "EPYC", 100));
        var asked = provider.askForRating(node, Map.of("devices", devices))
                .statusCode(200)
                .body("facets.power.status", equalTo("UNRATED"))
                .body("devices.r0", contains(0, 0))
                .extract()
                .jsonPath();
        provider.askForRating(node, Map.of()).statusCode(200).body("version", equalTo(asked.getInt("version")));

        // Then neither a rating of rounds before nor one of a device alone lists it, but those of all devices do
        long from = asked.getLong("effectiveEpoch");
        rate(new Rating(1, node.nodeId(), 0, 100, 90, from + 2));
        rate(new Rating(1, node.nodeId(), 1, 5_000_000_000L, 4_400_000_000L, from + 4));
        await().atMost(DEADLINE)
                .untilAsserted(() -> show(node)
                        .body("facets.power.rated", equalTo(4_400_000_000L))
                        .body("facets.power.status", equalTo("UNRATED")));
        rate(new Rating(1, node.nodeId(), 0, 100, 91, from + 4));
        awaitPower(node, PowerStatus.RATED);
        show(node)
                .body("missing", contains("ATTESTATION", "STAKE", "OFFER"))
                .body("facets.power.rated", equalTo(4_400_000_091L))
                .body("devices.fit", contains("UNLISTED", "PLAUSIBLE"));
        // And it is not measured anew at will
        provider.askForRating(node, Map.of())
                .statusCode(429)
                .body("type", equalTo("https://computingpower.org/problems/rating-too-soon"));
    }

    @Test
    void ratesNoNodeAnewWhileAnOrderDependsOnIt() {
        Provider provider = Provider.enrolled();
        SigningKey node = provider.registered();
        OrderId order = new OrderId(node.nodeId().value());
        bus.tell(Statements.quoted(order, provider, node));
        rate(new Rating(1, node.nodeId(), 0, 100, 90, later()));
        awaitPower(node, PowerStatus.RATED);
        awaitOpenOrder(node);
        provider.askForRating(node, Map.of())
                .statusCode(409)
                .body("type", equalTo("https://computingpower.org/problems/node-in-use"));
        Provider.enrolled().askForRating(node, Map.of()).statusCode(404);
        bus.tell(Statements.expired(order, node));
        await().atMost(DEADLINE)
                .untilAsserted(() -> provider.askForRating(node, Map.of()).statusCode(200));
        show(node).body("facets.power.status", equalTo("UNRATED")).body("listed", equalTo(false));
    }

    @Test
    void countsTheMissedRoundsOfTheWorstDeviceInWhateverOrderTheyCome() {
        NodeId node = Provider.newNode().nodeId();
        for (long epoch : new long[] {5, 1, 3, 2, 4, 4}) {
            assertThat(afterRound(node, 0, epoch, true).isUnlisting()).isFalse();
        }
        assertThat(afterRound(node, 1, 9, true).missed()).isEqualTo(5);
        assertThat(afterRound(node, 0, 6, true).isUnlisting()).isTrue();
        // The first one is let go of 48 epochs after it.
        assertThat(afterRound(node, 0, 48, false).missed()).isEqualTo(6);
        assertThat(afterRound(node, 0, 49, false).isUnlisting()).isFalse();
    }

    private Availability afterRound(NodeId node, int device, long epoch, boolean missing) {
        return pool.withTransaction(transaction -> statements.addRound(transaction, node, device, epoch, missing))
                .await()
                .atMost(DEADLINE);
    }

    private static void awaitPower(SigningKey node, PowerStatus status) {
        awaitFacet(node, "power", status);
    }
}
