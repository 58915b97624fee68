package org.computingpower.power;

/**
 * Everything a challenge is bound to. Shares found for one set of inputs are noise for any other.
 *
 * @param epochSeed unpredictable before T0
 * @param nodeId who is challenged
 * @param orderId the order the proof is for, or {@link Hash32#ZERO} on standby
 * @param deviceIndex which device of the node, 0 to 65535
 * @param paramsHash hash of the parameters
 */
public record ChallengeInputs(Hash32 epochSeed, Hash32 nodeId, Hash32 orderId, int deviceIndex, Hash32 paramsHash) {

    private static final int MAX_DEVICE = 0xFFFF;

    /**
     * @throws IllegalArgumentException if the device index needs more than 16 bits
     */
    public ChallengeInputs {
        if (deviceIndex < 0 || deviceIndex > MAX_DEVICE) {
            throw new IllegalArgumentException("The device index lies in [0, 65535]. Found " + deviceIndex);
        }
    }
}
