package org.computingpower.terms.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.MarketDomains;
import org.computingpower.terms.signed.RoundWaived;
import org.junit.jupiter.api.Test;

class QuorumTallyTest {

    private static final long VERSION = 3;
    private final List<SigningKey> keys = IntStream.range(1, 6)
            .mapToObj(i -> SigningKey.of(Digests.sha256(new byte[] {(byte) i})))
            .toList();
    private final ValidatorRoster roster = roster(4, 3);
    private final QuorumTally<String, String> open = QuorumTally.open("node 1, epoch 9", roster);

    private ValidatorRoster roster(int members, int threshold) {
        Set<Address> addresses =
                keys.stream().limit(members).map(SigningKey::address).collect(Collectors.toSet());
        return new ValidatorRoster(VERSION, addresses, threshold);
    }

    private Vote<String> vote(int validator, String value) {
        SigningKey key = keys.get(validator);
        return new Vote<>(key.address(), value, key.sign(Digests.keccak256OfText(value)));
    }

    private QuorumTally<String, String> counted(QuorumTally<String, String> tally, Vote<String> vote) {
        return ((CastResult.Counted<String, String>) tally.cast(VERSION, vote)).tally();
    }

    @Test
    void reachesAFactAtTheThresholdAndNotBefore() {
        QuorumTally<String, String> two = counted(counted(open, vote(0, "PASS")), vote(2, "PASS"));
        assertThat(two.state()).isEqualTo(new TallyState.Pending<>(2, 3));
        TallyState.Reached<String> fact =
                (TallyState.Reached<String>) counted(two, vote(1, "PASS")).state();
        assertThat(fact.value()).isEqualTo("PASS");
        assertThat(fact.votes())
                .containsExactlyInAnyOrder(vote(0, "PASS"), vote(1, "PASS"), vote(2, "PASS"))
                .isSortedAccordingTo(Comparator.comparing(Vote::signer));
    }

    @Test
    void isNotMovedByOneLiar() {
        QuorumTally<String, String> tally = counted(counted(open, vote(0, "FAIL")), vote(1, "PASS"));
        tally = counted(counted(tally, vote(2, "PASS")), vote(3, "PASS"));
        assertThat(((TallyState.Reached<String>) tally.state()).value()).isEqualTo("PASS");
        assertThat(((TallyState.Reached<String>) tally.state()).votes()).hasSize(3);
    }

    @Test
    void isSplitOnceNoValueCanWin() {
        QuorumTally<String, String> tally = counted(counted(open, vote(0, "FAIL")), vote(1, "PASS"));
        assertThat(tally.state()).isEqualTo(new TallyState.Pending<>(1, 3));
        tally = counted(tally, vote(2, "VOID"));
        assertThat(tally.state()).isInstanceOf(TallyState.Split.class);
        assertThat(((TallyState.Split<String>) tally.state()).votes()).hasSize(3);
    }

    @Test
    void countsARedeliveredVoteOnce() {
        QuorumTally<String, String> one = counted(open, vote(0, "PASS"));
        assertThat(one.cast(VERSION, vote(0, "PASS"))).isEqualTo(new CastResult.Repeated<String, String>());
    }

    @Test
    void refusesStrangersAndOtherVersions() {
        assertThat(open.cast(VERSION, vote(4, "PASS")))
                .isEqualTo(new CastResult.Refused<String, String>(CastResult.Reason.NOT_A_MEMBER));
        assertThat(open.cast(VERSION + 1, vote(0, "PASS")))
                .isEqualTo(new CastResult.Refused<String, String>(CastResult.Reason.OTHER_SET_VERSION));
    }

    @Test
    void dropsAValidatorThatContradictsItselfAndKeepsTheEvidence() {
        QuorumTally<String, String> two = counted(counted(open, vote(0, "PASS")), vote(1, "PASS"));
        CastResult.Equivocated<String, String> result =
                (CastResult.Equivocated<String, String>) two.cast(VERSION, vote(0, "FAIL"));
        assertThat(result.evidence()).isEqualTo(new Equivocation<>(vote(0, "PASS"), vote(0, "FAIL")));
        assertThat(result.tally().state()).isEqualTo(new TallyState.Pending<>(1, 3));
        assertThat(result.tally().cast(VERSION, vote(0, "PASS")))
                .isEqualTo(new CastResult.Refused<String, String>(CastResult.Reason.EQUIVOCATED_BEFORE));
        QuorumTally<String, String> rest = counted(counted(result.tally(), vote(2, "PASS")), vote(3, "PASS"));
        assertThat(((TallyState.Reached<String>) rest.state()).votes()).doesNotContain(vote(0, "PASS"));
    }

    @Test
    void keepsAFactWhenAVoterContradictsItselfLater() {
        QuorumTally<String, String> fact =
                counted(counted(counted(open, vote(0, "PASS")), vote(1, "PASS")), vote(2, "PASS"));
        CastResult.Equivocated<String, String> result =
                (CastResult.Equivocated<String, String>) fact.cast(VERSION, vote(0, "FAIL"));
        assertThat(result.tally().state()).isEqualTo(fact.state());
    }

    @Test
    void needsOneVoteWhereThereIsOneValidator() {
        QuorumTally<String, String> single = QuorumTally.open("local", roster(1, 1));
        assertThat(counted(single, vote(0, "PASS")).state()).isInstanceOf(TallyState.Reached.class);
    }

    @Test
    void refusesThresholdsThatAreNoMajority() {
        assertThatIllegalArgumentException().isThrownBy(() -> roster(4, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> roster(3, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new ValidatorRoster(1, Set.of(), 1));
        assertThat(roster(3, 2).threshold()).isEqualTo(2);
    }

    @Test
    void takesTheSignerOfAStatementFromItsSignature() {
        Address contract = keys.getFirst().address();
        MarketDomains domains = MarketDomains.of(31337, contract, contract, contract, contract);
        RoundWaived statement = new RoundWaived(VERSION, 9, 1);
        Vote<RoundWaived> vote = Vote.recover(statement, statement.sign(keys.get(2), domains), domains)
                .orElseThrow();
        assertThat(vote.signer()).isEqualTo(keys.get(2).address());
        assertThat(vote.value()).isEqualTo(statement);
        assertThat(vote.signature().r()).isNotEqualTo(Bytes32.ZERO);
    }
}
