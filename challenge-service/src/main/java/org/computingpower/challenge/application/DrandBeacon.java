package org.computingpower.challenge.application;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.beacon.BeaconPart;
import org.computingpower.challenge.domain.beacon.DrandDraw;
import org.computingpower.challenge.domain.beacon.Quicknet;
import org.computingpower.challenge.domain.beacon.SignedCall;
import org.computingpower.challenge.domain.beacon.Taken;
import org.computingpower.power.Hash32;
import org.computingpower.power.RoundPart;
import org.computingpower.power.round.BeaconKind;
import org.computingpower.power.round.BeaconSecret;
import org.computingpower.terms.Address;
import org.jboss.logging.Logger;

/**
 * Rounds of the public drand network fix T0 and seed. Validators need not talk: each verifies the same rounds and opens by itself. Who learns of the
 * drawn round later than the tolerance opens nothing in that part. Nobody can be silent, so nobody is struck.
 */
final class DrandBeacon implements RoundBeacon {

    private static final Logger LOG = Logger.getLogger(DrandBeacon.class);

    private final MarketRules rules;
    private final Settings settings;
    private final DrandSource source;
    private final EpochPreparation epochs;
    private final RoundOpener opener;
    private DrandDraw draw = new DrandDraw(-1, RoundPart.PRIMARY, 1, 0);
    /** The next round to look at; behind the last one when this part is decided. */
    private long next = 1;

    DrandBeacon(MarketRules rules, Settings settings, DrandSource source, EpochPreparation epochs, RoundOpener opener) {
        this.rules = rules;
        this.settings = settings;
        this.source = source;
        this.epochs = epochs;
        this.opener = opener;
    }

    @Override
    public void look(long epoch, long nowMillis, Map<Address, Long> lastSilent) {
        if (opener.isPast(epoch) || epochs.fixedRoster(epoch).isEmpty()) {
            return;
        }
        DrandDraw current = DrandDraw.of(rules, epoch, rules.partAt(epoch, nowMillis));
        if (!current.equals(draw)) {
            draw = current;
            next = current.first();
        }
        while (next <= draw.last() && nowMillis >= Quicknet.dueMillis(next)) {
            Optional<Hash32> randomness = source.find(next);
            if (randomness.isEmpty()) {
                return;
            }
            long looked = next++;
            if (draw.isDrawn(looked, randomness.get())) {
                next = draw.last() + 1;
                open(looked, randomness.get(), nowMillis);
            }
        }
    }

    private void open(long round, Hash32 randomness, long nowMillis) {
        long lateMillis = nowMillis - Quicknet.dueMillis(round);
        if (lateMillis > settings.callTolerance().toMillis()) {
            LOG.errorf(
                    "Drawn drand round known too late: epoch=%d round=%d millis=%d", draw.epoch(), round, lateMillis);
            return;
        }
        LOG.infof("Drawn by drand: epoch=%d round=%d millis=%d", draw.epoch(), round, lateMillis);
        opener.open(
                epochs.beacon(draw.epoch()).part(draw.part()),
                new BeaconValue(BeaconKind.DRAND, randomness, List.of(), Optional.of(round)));
    }

    /** There are no calls. */
    @Override
    public Taken takeCall(BeaconPart part, SignedCall signed) {
        return Taken.REFUSED;
    }

    /** There are no secrets to open. */
    @Override
    public Taken takeSecret(BeaconPart part, Address validator, BeaconSecret secret) {
        return Taken.REFUSED;
    }

    @Override
    public List<Address> silent(BeaconPart part) {
        return List.of();
    }
}
