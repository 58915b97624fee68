package org.computingpower.challenge.domain.beacon;

import java.security.SecureRandom;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.terms.signed.BeaconCommitment;

/**
 * This validator's secrets for one epoch, drawn one epoch ahead. {@code toString} shows their hashes only.
 *
 * @param epoch the epoch
 * @param primary for the primary part; if this validator leads it also fixes T0
 * @param reserve for the reserve part
 */
public record OwnSecrets(long epoch, BeaconSecret primary, BeaconSecret reserve) {

    /** Fresh secrets. The source must be fit for keys. */
    public static OwnSecrets draw(long epoch, SecureRandom random) {
        return new OwnSecrets(epoch, secret(random), secret(random));
    }

    /** The one for a part. */
    public BeaconSecret secret(RoundPart part) {
        return switch (part) {
            case PRIMARY -> primary;
            case RESERVE -> reserve;
        };
    }

    /** What is published ahead: the hashes of both secrets and the block. */
    public BeaconCommitment commitment(long setVersion, BlockRef block) {
        return new BeaconCommitment(
                setVersion,
                epoch,
                Hashes.terms(primary.commitment()),
                Hashes.terms(reserve.commitment()),
                block.number(),
                block.hash());
    }

    private static BeaconSecret secret(SecureRandom random) {
        byte[] bytes = new byte[Hash32.BYTES];
        random.nextBytes(bytes);
        return new BeaconSecret(Hash32.of(bytes));
    }
}
