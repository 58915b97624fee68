package org.computingpower.challenge.it;

import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.computingpower.challenge.application.PeerMessage;
import org.computingpower.challenge.domain.Hashes;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BeaconRound;
import org.computingpower.challenge.domain.beacon.BlockRef;
import org.computingpower.challenge.domain.beacon.OwnSecrets;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.terms.Address;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.RoundCall;

/** A member of the validator set that commits like the others and then does what it wants; it speaks HTTP with the honest ones. */
final class RogueValidator {

    private final SigningKey key;
    private final ValidatorSet set;
    private final MarketRules rules;
    private final Map<Long, OwnSecrets> secrets = new HashMap<>();

    RogueValidator(SigningKey key, ValidatorSet set) {
        this.key = key;
        this.set = set;
        this.rules = MarketRules.of(set.market());
    }

    Address address() {
        return key.address();
    }

    /** Whether it leads the primary part of an epoch. */
    boolean leads(long epoch, Hash32 seedTwoEpochsBefore) {
        return new BeaconRound(epoch, rules, seedTwoEpochsBefore)
                .part(RoundPart.PRIMARY)
                .leader()
                .equals(key.address());
    }

    /** Binds itself to an epoch that did not begin. */
    void commitTo(long epoch, BlockRef block) {
        OwnSecrets drawn = OwnSecrets.draw(epoch, new java.security.SecureRandom());
        secrets.put(epoch, drawn);
        BeaconCommitment commitment = drawn.commitment(rules.setVersion(), block);
        set.members()
                .forEach(member -> tell(
                        member,
                        new PeerMessage.Commitment(key.address(), commitment, commitment.sign(key, rules.domains()))));
    }

    /** Tells every validator another commitment to an epoch that did not begin. */
    void commitDifferentlyTo(long epoch, BlockRef block) {
        set.members().forEach(member -> {
            BeaconCommitment commitment =
                    OwnSecrets.draw(epoch, new java.security.SecureRandom()).commitment(rules.setVersion(), block);
            tell(member, new PeerMessage.Commitment(key.address(), commitment, commitment.sign(key, rules.domains())));
        });
    }

    boolean committedTo(long epoch) {
        return secrets.containsKey(epoch);
    }

    /** When its own secret says that the round begins, Unix milliseconds. */
    long drawnStartMillis(long epoch) {
        return rules.startMillis(epoch)
                + secret(epoch)
                        .primary()
                        .roundStartMillis(
                                epoch,
                                RoundPart.PRIMARY,
                                rules.drawFromMillis(RoundPart.PRIMARY),
                                rules.drawToMillis(RoundPart.PRIMARY));
    }

    /** Calls itself and one other validator, and tells one validator alone. */
    Response call(long epoch, Address other, ValidatorSet.Member told) {
        List<Address> signers = Stream.of(key.address(), other).sorted().toList();
        RoundCall call = new RoundCall(rules.setVersion(), epoch, RoundPart.PRIMARY.wire(), signers);
        return tell(told, new PeerMessage.Call(key.address(), call, call.sign(key, rules.domains())));
    }

    /** Opens its secret to everybody. */
    void openSecret(long epoch) {
        set.members()
                .forEach(member -> tell(
                        member,
                        new PeerMessage.Secret(
                                key.address(),
                                epoch,
                                RoundPart.PRIMARY.wire(),
                                Hashes.terms(secret(epoch).primary().value()))));
    }

    private OwnSecrets secret(long epoch) {
        return java.util.Objects.requireNonNull(secrets.get(epoch));
    }

    private static Response tell(ValidatorSet.Member member, PeerMessage message) {
        return SimulatedNode.post(member.origin(), "/peer/" + message.path(), message);
    }
}
