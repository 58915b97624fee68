package org.computingpower.registry.domain;

import java.util.List;
import java.util.UUID;
import org.computingpower.events.Device;
import org.computingpower.events.DeviceKind;
import org.computingpower.events.ModelFit;
import org.computingpower.events.NodeAttestation;
import org.computingpower.events.NodePower;
import org.computingpower.events.PowerStatus;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Offer;

/** Values for tests: a provider's wallet, a node key and a node in the state that a test needs. */
final class Samples {
    static final SigningKey NODE_KEY = key(0xa1);
    static final SigningKey PROVIDER = key(0xb1);
    static final Address PAYEE = key(0xc1).address();
    static final Address TOKEN = Address.parse("0x5555555555555555555555555555555555555555");
    static final StakeRule STAKE = new StakeRule(TokenAmount.of(1000));
    static final NodeAttestation VALID =
            new NodeAttestation(AttestationFacet.VALID, Bytes32.ZERO, 2_000_000_000L, null, "SIMULATED", null, 17);
    static final NodePower RATED = new NodePower(PowerStatus.RATED, 90, 100);

    private Samples() {}

    static SigningKey key(int scalar) {
        byte[] bytes = new byte[32];
        bytes[31] = (byte) scalar;
        return SigningKey.of(Bytes32.of(bytes));
    }

    static Node fresh() {
        return new Node(
                NODE_KEY.nodeId(),
                NODE_KEY.verifyingKey(),
                UUID.fromString("00000000-0000-7000-8000-000000000001"),
                "acme",
                PROVIDER.address(),
                PROVIDER.address(),
                PAYEE,
                "https://127.0.0.1:8160",
                "eu-1",
                null,
                List.of(Device.unrated(0, DeviceKind.CPU, "EPYC", 100)),
                null,
                Node.unattested(),
                Node.unstaked(STAKE.required()),
                Node.unrated(),
                false,
                null,
                false,
                null,
                1,
                2);
    }

    static Offer offer(long version) {
        return new Offer(
                NODE_KEY.nodeId(),
                PROVIDER.address(),
                PAYEE,
                PROVIDER.address(),
                TOKEN,
                TokenAmount.of(7),
                45,
                600,
                DataProtection.GATEWAY_ENCLAVE,
                version,
                2_000_000_000L);
    }

    /** Attested, staked, rated and offered. */
    static Node listed() {
        return fresh().withAttestation(VALID, 3)
                .withStake(STAKE.facet(TokenAmount.of(1000), TokenAmount.ZERO, TokenAmount.ZERO), 4)
                .withRating(0, 100, 90, ModelFit.UNLISTED, 5)
                .withOffer(offer(1), 6);
    }
}
