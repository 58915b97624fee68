package org.computingpower.challenge.adapter.drand;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.computingpower.challenge.RecordedRounds;
import org.computingpower.challenge.domain.beacon.Quicknet;
import org.computingpower.terms.Digests;
import org.junit.jupiter.api.Test;

/** Rounds that drand really published, and everything that is not one. */
class QuicknetSignatureTest {

    private static final HexFormat HEX = HexFormat.of();
    /** Key and round 3 of another drand network that signs on G1 too. */
    private static final String OTHER_KEY =
            "876f6fa8073736e22f6ff4badaab35c637503718f7a452d178ce69c45d2d8129a54ad2f988ab10c9666f87ab603c59bf"
                    + "013409a5b500555da31720f8eec294d9809b8796f40d5372c71a44ca61226f1eb978310392f98074a608747f77e66c5a";

    private static final String OTHER_ROUND_3 =
            "ac7c3ca14bc88bd014260f22dc016b4fe586f9313c3a549c83d195811a99a5d2d4999d4df6daec73ff51fafadd6d5bb5";

    private final Map<Long, byte[]> recorded = RecordedRounds.all();

    private byte[] signature(long round) {
        return Objects.requireNonNull(recorded.get(round)).clone();
    }

    @Test
    void acceptsEveryRecordedRound() {
        assertThat(recorded)
                .hasSize(5)
                .allSatisfy((round, signature) ->
                        assertThat(QuicknetSignature.isOf(round, signature)).isTrue());
    }

    @Test
    void refusesASignatureOfAnotherRound() {
        assertThat(QuicknetSignature.isOf(1_001, signature(1_000))).isFalse();
        assertThat(QuicknetSignature.isOf(999, signature(1_000))).isFalse();
        assertThat(QuicknetSignature.isOf(0, signature(1_000))).isFalse();
    }

    @Test
    void refusesASignatureWithAnyByteFlipped() {
        for (int at = 0; at < QuicknetSignature.BYTES; at++) {
            byte[] flipped = signature(1_000);
            flipped[at] ^= 1;
            assertThat(QuicknetSignature.isOf(1_000, flipped)).as("byte %d", at).isFalse();
        }
        byte[] negated = signature(1_000);
        negated[0] ^= 0x20; // the other point with this x
        assertThat(QuicknetSignature.isOf(1_000, negated)).isFalse();
    }

    @Test
    void refusesOtherLengthsAndThePointAtInfinity() {
        assertThat(QuicknetSignature.isOf(1_000, new byte[0])).isFalse();
        assertThat(QuicknetSignature.isOf(1_000, Arrays.copyOf(signature(1_000), 47)))
                .isFalse();
        assertThat(QuicknetSignature.isOf(1_000, Arrays.copyOf(signature(1_000), 96)))
                .isFalse();
        byte[] infinity = new byte[QuicknetSignature.BYTES];
        infinity[0] = (byte) 0xc0;
        assertThat(QuicknetSignature.isOf(1_000, infinity)).isFalse();
    }

    @Test
    void refusesRoundsOfAnotherChainAndTheRightRoundUnderAnotherKey() {
        assertThat(QuicknetSignature.isOf(3, HEX.parseHex(OTHER_ROUND_3))).isFalse();
        assertThat(QuicknetSignature.isSignedBy(HEX.parseHex(OTHER_KEY), 1_000, signature(1_000)))
                .isFalse();
        assertThat(QuicknetSignature.isSignedBy(HEX.parseHex(QuicknetSignature.PUBLIC_KEY), 1_000, signature(1_000)))
                .isTrue();
    }

    /** The chain hash is SHA-256 of period, genesis, key, group hash and name, so it binds what is pinned here to the name in the addresses. */
    @Test
    void theChainHashBindsThePinnedPeriodGenesisAndKey() {
        byte[] group = HEX.parseHex("f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e");
        byte[] key = HEX.parseHex(QuicknetSignature.PUBLIC_KEY);
        byte[] name = "quicknet".getBytes(StandardCharsets.US_ASCII);
        byte[] information = ByteBuffer.allocate(4 + 8 + key.length + group.length + name.length)
                .putInt((int) (Quicknet.PERIOD_MILLIS / 1_000))
                .putLong(Quicknet.GENESIS_MILLIS / 1_000)
                .put(key)
                .put(group)
                .put(name)
                .array();
        assertThat(Digests.sha256(information)).hasToString("0x" + Quicknet.CHAIN_HASH);
    }
}
