package org.computingpower.challenge.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.beacon.OwnSecrets;
import org.computingpower.events.BeaconSecret;
import org.computingpower.events.ChallengeRoundEvent.BeaconCommitmentContradicted;
import org.computingpower.events.ChallengeRoundEvent.RoundOpened;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.BeaconCommitment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A validator that commits by hand to the next epoch: to one of the two others with one pair of secrets, to the other one with another. */
class TwoCommitmentsTest {

    private static final long EPOCH = 13;

    private final VirtualMarket market = new VirtualMarket(3, 2);
    private final VirtualValidator rogue = market.validators.get(0);
    private final List<VirtualValidator> honest = market.others(rogue);

    @BeforeEach
    void theRogueCommitsByHand() {
        market.goTo(EPOCH - 2, 9_000);
        market.cutOff.add(rogue);
        market.goTo(EPOCH - 1, 100);
    }

    private PeerMessage.Commitment commitment() {
        BeaconCommitment commitment =
                OwnSecrets.draw(EPOCH, new SecureRandom()).commitment(1, new BlockRef(7, Bytes32.ZERO));
        return new PeerMessage.Commitment(
                rogue.address(), commitment, rogue.desk.signRemembered(commitment.digest(market.rules.domains())));
    }

    private void tellEachAnother() {
        honest.get(0).take(commitment());
        honest.get(1).take(commitment());
        market.deliver();
    }

    @Test
    void oneCommitmentReachesAllAndIsNoEvidence() {
        PeerMessage.Commitment only = commitment();
        honest.get(0).take(only);
        honest.get(0).take(only);
        market.deliver();
        assertThat(honest).allSatisfy(validator -> {
            assertThat(validator.store.commitments(EPOCH))
                    .anySatisfy(kept -> assertThat(kept.commitment()).isEqualTo(only.commitment()));
            assertThat(validator.published(BeaconCommitmentContradicted.class)).isEmpty();
        });
    }

    @Test
    void twoCommitmentsMeetEverywhereAndAreEvidence() {
        tellEachAnother();
        market.goTo(EPOCH + 1, 100);
        assertThat(honest)
                .allSatisfy(validator -> assertThat(validator.published(BeaconCommitmentContradicted.class))
                        .singleElement()
                        .satisfies(evidence -> {
                            assertThat(evidence.author()).isEqualTo(rogue.address());
                            assertThat(evidence.first()).isNotEqualTo(evidence.second());
                            assertThat(evidence.first().epoch())
                                    .isEqualTo(EPOCH)
                                    .isEqualTo(evidence.second().epoch());
                            assertThat(evidence.first()
                                            .isSignedBy(
                                                    rogue.address(), evidence.firstSignature(), market.rules.domains()))
                                    .isTrue();
                            assertThat(evidence.second()
                                            .isSignedBy(
                                                    rogue.address(),
                                                    evidence.secondSignature(),
                                                    market.rules.domains()))
                                    .isTrue();
                        }));
    }

    @Test
    void theOthersHoldTheRoundWithoutIt() {
        tellEachAnother();
        market.goTo(EPOCH, 5_100);
        assertThat(honest)
                .allSatisfy(validator -> assertThat(validator.published(RoundOpened.class).stream()
                                .filter(opened -> opened.round().epoch() == EPOCH))
                        .singleElement()
                        .satisfies(opened -> assertThat(opened.secrets())
                                .extracting(BeaconSecret::validator)
                                .containsExactlyInAnyOrder(
                                        honest.get(0).address(), honest.get(1).address())));
        assertThat(VirtualMarket.opening(honest.get(0), EPOCH).orElseThrow().round())
                .isEqualTo(VirtualMarket.opening(honest.get(1), EPOCH)
                        .orElseThrow()
                        .round());
    }
}
