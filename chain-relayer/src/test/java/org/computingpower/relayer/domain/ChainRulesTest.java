package org.computingpower.relayer.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.junit.jupiter.api.Test;

class ChainRulesTest {

    private static final Address CONTRACT = Address.parse("0x00000000000000000000000000000000000000c1");
    private static final Address OTHER = Address.parse("0x00000000000000000000000000000000000000c2");

    private static Bytes32 hash(String text) {
        return Digests.keccak256OfText(text);
    }

    private static LongFunction<Optional<Bytes32>> chain(String fork, long from, long to) {
        return height -> height > to
                ? Optional.empty()
                : Optional.of(hash(height < from ? "trunk " + height : fork + " " + height));
    }

    // ---- common ancestor

    @Test
    void findsTheHighestSharedBlock() {
        for (long depth = 1; depth <= 10; depth++) {
            assertThat(Ancestor.find(100, 80, chain("a", 101 - depth, 100), chain("b", 101 - depth, 105)))
                    .isEqualTo(new Ancestor.At(100 - depth));
        }
    }

    @Test
    void goesDownToTheFinalizedBlockAndNoFurther() {
        assertThat(Ancestor.find(100, 90, chain("a", 91, 100), chain("b", 91, 100)))
                .isEqualTo(new Ancestor.At(90));
        assertThat(Ancestor.find(100, 90, chain("a", 90, 100), chain("b", 90, 100)))
                .isEqualTo(new Ancestor.FinalityViolated(90));
    }

    @Test
    void skipsHeightsThatAreNotKept() {
        LongFunction<Optional<Bytes32>> sparse =
                height -> height % 10 == 0 ? chain("a", 95, 100).apply(height) : Optional.empty();
        assertThat(Ancestor.find(100, 50, sparse, chain("b", 95, 100))).isEqualTo(new Ancestor.At(90));
    }

    // ---- finality

    @Test
    void takesTheHeightThatAMajorityReached() {
        assertThat(FinalityQuorum.majorityOf(1).height(List.of(7L))).hasValue(7);
        assertThat(FinalityQuorum.majorityOf(2).height(List.of(7L, 9L))).hasValue(7);
        assertThat(FinalityQuorum.majorityOf(3).height(List.of(7L, 9L, 8L))).hasValue(8);
        assertThat(FinalityQuorum.majorityOf(3).height(List.of(7L))).isEmpty();
    }

    @Test
    void refusesAQuorumThatIsNoMajority() {
        assertThat(new FinalityQuorum(3, 3).needed()).isEqualTo(3);
        assertThatThrownBy(() -> new FinalityQuorum(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FinalityQuorum(3, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    // ---- events

    @Test
    void findsGapsAndRepetitionsInNumbers() {
        assertThat(EventSequence.follow(0, List.of(1L, 2L, 3L))).isEqualTo(new EventSequence.Dense(3));
        assertThat(EventSequence.follow(4, List.of())).isEqualTo(new EventSequence.Dense(4));
        assertThat(EventSequence.follow(4, List.of(5L, 7L))).isEqualTo(new EventSequence.Gap(6, 7));
        assertThat(EventSequence.follow(4, List.of(4L))).isEqualTo(new EventSequence.Gap(5, 4));
    }

    @Test
    void bloomFilterHoldsWhatWasPutInAndNothingWhenEmpty() {
        byte[] bits = new byte[LogsBloom.LENGTH];
        byte[] hash = Digests.keccak256(CONTRACT.toArray()).toArray();
        for (int pair = 0; pair < 6; pair += 2) {
            int bit = (((hash[pair] & 0xff) << 8) | (hash[pair + 1] & 0xff)) % 2048;
            bits[LogsBloom.LENGTH - 1 - bit / 8] |= (byte) (1 << (bit % 8));
        }
        LogsBloom bloom = LogsBloom.parse("0x" + java.util.HexFormat.of().formatHex(bits));
        assertThat(bloom.mayHold(CONTRACT)).isTrue();
        assertThat(bloom.mayHold(OTHER)).isFalse();
        assertThat(LogsBloom.parse("0x" + "00".repeat(256)).mayHold(CONTRACT)).isFalse();
    }

    // ---- nonces

    @Test
    void believesItsOwnNonces() {
        assertThat(NonceVerdict.judge(5, 5, 3, List.of(3L, 4L))).isEqualTo(new NonceVerdict.Consistent());
        assertThat(NonceVerdict.judge(5, 2, 2, List.of())).isEqualTo(new NonceVerdict.Consistent());
    }

    @Test
    void doubtsANonceAtTheHeadThatItNeverGaveAway() {
        assertThat(NonceVerdict.judge(5, 6, 5, List.of())).isEqualTo(new NonceVerdict.Suspicious(5));
    }

    @Test
    void knowsAFinalNonceOfSomebodyElse() {
        assertThat(NonceVerdict.judge(5, 7, 6, List.of())).isEqualTo(new NonceVerdict.UsedByUnknown(5));
        assertThat(NonceVerdict.judge(5, 5, 4, List.of(4L, 3L))).isEqualTo(new NonceVerdict.UsedByUnknown(3));
    }

    // ---- resubmission and policy

    @Test
    void replacesAfterThreeBlocksOrThirtySixSeconds() {
        ResubmissionRule rule = new ResubmissionRule(3, Duration.ofSeconds(36));
        Instant published = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(rule.due(10, published, 12, published.plusSeconds(35))).isFalse();
        assertThat(rule.due(10, published, 13, published)).isTrue();
        assertThat(rule.due(10, published, 10, published.plusSeconds(36))).isTrue();
    }

    @Test
    void signsOnlyAllowedCallsWithinTheBudget() {
        SignerPolicy policy = new SignerPolicy(Map.of(CONTRACT, Set.of("0x01020304")), BigInteger.valueOf(1_000));
        byte[] data = {1, 2, 3, 4, 5};
        assertThat(policy.refuses(new ContractCall(CONTRACT, data))).isEmpty();
        assertThat(policy.refuses(new ContractCall(OTHER, data)))
                .contains(new SignerPolicy.Refusal.NotAllowed(OTHER, "0x01020304"));
        assertThat(policy.refuses(new ContractCall(CONTRACT, new byte[] {1, 2, 3, 5})))
                .contains(new SignerPolicy.Refusal.NotAllowed(CONTRACT, "0x01020305"));
        Fees fees = new Fees(BigInteger.TEN, BigInteger.ONE);
        assertThat(policy.refuses(BigInteger.valueOf(900), BigInteger.TEN, fees))
                .isEmpty();
        assertThat(policy.refuses(BigInteger.valueOf(901), BigInteger.TEN, fees))
                .isPresent();
    }

    @Test
    void refusesCallDataWithoutSelectorOrAboveThePoolsLimit() {
        assertThatThrownBy(() -> new ContractCall(CONTRACT, new byte[3])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ContractCall(CONTRACT, new byte[ContractCall.MAX_DATA_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
