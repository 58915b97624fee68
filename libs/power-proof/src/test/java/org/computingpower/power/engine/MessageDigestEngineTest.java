package org.computingpower.power.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.Sha256Share;
import org.computingpower.power.ShareCheck;
import org.computingpower.power.ShareTarget;
import org.junit.jupiter.api.Test;

class MessageDigestEngineTest {

    private static final Hash32 CHALLENGE = HashInput.sha256(new byte[] {1});
    private static final ShareTarget ONE_IN_1024 = ShareTarget.of(BigInteger.TWO.pow(246));

    private static SolveRequest request(long start, int maxShares, long maxHashes) {
        return new SolveRequest(CHALLENGE, ONE_IN_1024, start, maxShares, maxHashes, () -> false);
    }

    private static long[] expected(long start, long count) {
        ShareCheck check = Sha256Share.INSTANCE.check(CHALLENGE, ONE_IN_1024);
        return LongStream.range(0, count)
                .map(i -> start + i)
                .filter(check::isShare)
                .toArray();
    }

    @Test
    void findsExactlyTheSharesOfARange() {
        try (MessageDigestEngine engine = new MessageDigestEngine(2)) {
            SolveResult result = engine.solve(request(1_000_003, 4_096, 100_001));
            assertThat(result.nonces()).isEqualTo(expected(1_000_003, 100_001));
            assertThat(result.hashes()).isEqualTo(100_001);
            assertThat(result.end()).isEqualTo(SolveResult.End.HASH_LIMIT);
        }
    }

    @Test
    void searchesTheLastNoncesOfTheRangeInUnsignedOrder() {
        long start = Long.MAX_VALUE - 20_000;
        try (MessageDigestEngine engine = new MessageDigestEngine(1)) {
            assertThat(engine.solve(request(start, 4_096, 40_000)).nonces()).isEqualTo(expected(start, 40_000));
            assertThat(engine.solve(request(-40_000, 4_096, 40_000)).nonces()).isEqualTo(expected(-40_000, 40_000));
        }
    }

    @Test
    void stopsAtTheShareLimit() {
        try (MessageDigestEngine engine = new MessageDigestEngine(1)) {
            SolveResult result = engine.solve(request(0, 5, Long.MAX_VALUE));
            assertThat(result.shares()).isEqualTo(5);
            assertThat(result.nonces()).isEqualTo(Arrays.copyOf(expected(0, 100_000), 5));
            assertThat(result.end()).isEqualTo(SolveResult.End.SHARE_LIMIT);
        }
    }

    @Test
    void stopsWhenAsked() {
        AtomicInteger asked = new AtomicInteger();
        SolveRequest request =
                new SolveRequest(CHALLENGE, ONE_IN_1024, 0, 100_000, Long.MAX_VALUE, () -> asked.incrementAndGet() > 3);
        try (MessageDigestEngine engine = new MessageDigestEngine(1)) {
            SolveResult result = engine.solve(request);
            assertThat(result.end()).isEqualTo(SolveResult.End.STOPPED);
            assertThat(result.hashes()).isEqualTo(3L << 14);
        }
    }

    @Test
    void capsTheWorkAtRateTimesWindow() {
        SolveRequest capped = request(0, 4_096, Long.MAX_VALUE).cappedAt(120_000, 500);
        assertThat(capped.maxHashes()).isEqualTo(60_000);
        try (MessageDigestEngine engine = new MessageDigestEngine(2)) {
            assertThat(engine.solve(capped).hashes()).isEqualTo(60_000);
        }
        assertThat(request(0, 1, 10).cappedAt(120_000, 500).maxHashes()).isEqualTo(10);
    }

    @Test
    void refusesARangePastTheLastNonce() {
        assertThat(request(-2, 1, 2).maxHashes()).isEqualTo(2);
        assertThatThrownBy(() -> request(-2, 1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request(0, 0, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MessageDigestEngine(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
