package org.computingpower.challenge.application;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BeaconPart;
import org.computingpower.challenge.domain.beacon.SignedCall;
import org.computingpower.challenge.domain.beacon.Taken;
import org.computingpower.power.HashInput;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.terms.Address;

/** Everybody knows T0 and seed ahead, so it proves nothing: for tests only, and refused elsewhere. */
final class FixedBeacon implements RoundBeacon {

    private static final int LABEL_BYTES = 16;

    private final MarketRules rules;
    private final EpochPreparation epochs;
    private final RoundOpener opener;

    FixedBeacon(MarketRules rules, EpochPreparation epochs, RoundOpener opener) {
        this.rules = rules;
        this.epochs = epochs;
        this.opener = opener;
    }

    /** T0 is the earliest instant of the primary part. */
    @Override
    public void look(long epoch, long nowMillis, Map<Address, Long> lastSilent) {
        boolean due = nowMillis >= rules.startMillis(epoch) + rules.drawFromMillis(RoundPart.PRIMARY)
                && rules.partAt(epoch, nowMillis) == RoundPart.PRIMARY;
        if (due && !opener.isPast(epoch) && epochs.fixedRoster(epoch).isPresent()) {
            opener.open(
                    epochs.beacon(epoch).part(RoundPart.PRIMARY),
                    new BeaconValue(
                            BeaconKind.FIXED,
                            new HashInput()
                                    .label("CPP/fixed/v1", LABEL_BYTES)
                                    .u64(epoch)
                                    .sha256(),
                            List.of(),
                            Optional.empty()));
        }
    }

    @Override
    public Taken takeCall(BeaconPart part, SignedCall signed) {
        return Taken.REFUSED;
    }

    @Override
    public Taken takeSecret(BeaconPart part, Address validator, BeaconSecret secret) {
        return Taken.REFUSED;
    }

    @Override
    public List<Address> silent(BeaconPart part) {
        return List.of();
    }
}
