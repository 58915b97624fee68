package org.computingpower.power.round;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.computingpower.power.Hash32;
import org.computingpower.power.HashInput;
import org.computingpower.power.RoundPart;

/** The 32 unpredictable bytes a beacon yields for one round. */
public final class BeaconOutput {

    private static final int LABEL_BYTES = 16;

    private BeaconOutput() {}

    /**
     * Commit-reveal: {@code SHA256("CPP/beacon/v1" zero-padded to 16 | epoch u64 | part u8 | t u16 | t * (validator 20,
     * secret 32) ascending by address)}.
     *
     * @param secrets the secrets of exactly the validators that the leader's call names
     * @throws IllegalArgumentException if there is no secret
     */
    public static Hash32 ofSecrets(long epoch, RoundPart part, Map<ValidatorAddress, BeaconSecret> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("A beacon needs at least one secret");
        }
        SortedMap<ValidatorAddress, BeaconSecret> ascending = new TreeMap<>(secrets);
        HashInput input = new HashInput()
                .label("CPP/beacon/v1", LABEL_BYTES)
                .u64(epoch)
                .u8(part.wire())
                .u16(ascending.size());
        ascending.forEach((validator, secret) -> input.raw(validator.bytes()).hash(secret.value()));
        return input.sha256();
    }

    /** drand: SHA-256 of the round's signature, which drand calls its randomness. The caller has verified it. */
    public static Hash32 ofDrandSignature(byte[] verifiedSignature) {
        return HashInput.sha256(verifiedSignature);
    }
}
