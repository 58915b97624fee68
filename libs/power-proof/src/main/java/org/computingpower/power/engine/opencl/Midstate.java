package org.computingpower.power.engine.opencl;

import java.nio.ByteBuffer;
import org.computingpower.power.Hash32;

/**
 * The part of a trial's SHA-256 that is the same for all nonces with one upper half: FIPS 180-4 section 6.2.2, rounds
 * 0 to 8. Message words 0 to 7 are the challenge, word 8 is the upper half of the nonce.
 */
final class Midstate {

    private static final int[] INITIAL = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
    };
    private static final int[] ROUND_CONSTANTS = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98
    };
    private static final int STATE_WORDS = 8;
    private static final int CHALLENGE_WORDS = 8;

    private Midstate() {}

    /**
     * The kernel's input: state after some rounds (8 or 9), challenge, upper half of the nonce, upper word of the
     * target.
     */
    static int[] kernelInput(Hash32 challenge, int nonceUpper, int targetUpper, int rounds) {
        int[] input = new int[STATE_WORDS + CHALLENGE_WORDS + 2];
        ByteBuffer words = ByteBuffer.wrap(challenge.bytes());
        for (int i = 0; i < CHALLENGE_WORDS; i++) {
            input[STATE_WORDS + i] = words.getInt();
        }
        input[STATE_WORDS + CHALLENGE_WORDS] = nonceUpper;
        input[STATE_WORDS + CHALLENGE_WORDS + 1] = targetUpper;
        int[] state = INITIAL.clone();
        for (int i = 0; i < rounds; i++) {
            round(state, ROUND_CONSTANTS[i] + input[STATE_WORDS + i]);
        }
        System.arraycopy(state, 0, input, 0, STATE_WORDS);
        return input;
    }

    private static void round(int[] s, int constantAndWord) {
        int choose = s[6] ^ (s[4] & (s[5] ^ s[6]));
        int majority = (s[0] & s[1]) | (s[2] & (s[0] | s[1]));
        int sum1 = Integer.rotateRight(s[4], 6) ^ Integer.rotateRight(s[4], 11) ^ Integer.rotateRight(s[4], 25);
        int sum0 = Integer.rotateRight(s[0], 2) ^ Integer.rotateRight(s[0], 13) ^ Integer.rotateRight(s[0], 22);
        int first = s[7] + sum1 + choose + constantAndWord;
        System.arraycopy(s, 0, s, 1, STATE_WORDS - 1);
        s[4] += first;
        s[0] = first + sum0 + majority;
    }
}
