package org.computingpower.challenge.application;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.computingpower.challenge.application.RoundStore.JudgedSlot;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.rating.DeviceTrack;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.challenge.domain.round.Round;
import org.computingpower.challenge.domain.round.SlotVerdict;
import org.computingpower.events.ChallengeRoundEvent;
import org.computingpower.events.ChallengeVerdictEvent;
import org.computingpower.events.MarketEvent;
import org.computingpower.power.ProofMode;
import org.computingpower.power.RoundPart;
import org.computingpower.power.Sha256Share;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.signed.PowerAlarm;
import org.computingpower.terms.signed.ProofResult;
import org.computingpower.terms.signed.Rating;
import org.jboss.logging.Logger;

/**
 * Fixes the verdicts of a round: signs them, keeps them and publishes them with statistics and ratings, in parts of bounded size, each of them one
 * transaction. The round is closed when the last part is kept; a verdict is made once, whatever happens in between.
 */
public final class CloseRound {

    private static final Logger LOG = Logger.getLogger(CloseRound.class);
    /** The registry needs an epoch to tally, every validator one to read the result. */
    private static final int RATING_LEAD_EPOCHS = 2;
    /** Verdicts in a transaction: some 4 MB of statements and events. */
    private static final int PART = 500;
    /** Parts under way at one time: one is signed while the other is written. */
    private static final int LANES = 2;

    private final MarketRules rules;
    private final SigningDesk desk;
    private final RoundStore store;
    private final InstantSource clock;

    /** For one validator. */
    public CloseRound(MarketRules rules, SigningDesk desk, RoundStore store, InstantSource clock) {
        this.rules = rules;
        this.desk = desk;
        this.store = store;
        this.clock = clock;
    }

    /** Closes a round nobody else changes any more. */
    public void close(Round round) {
        Set<RosterSlot.Key> before = store.judged(round.epoch());
        List<SlotVerdict> verdicts = round.verdicts().stream()
                .filter(verdict -> !before.contains(verdict.slot().key()))
                .toList();
        for (int from = 0; from < verdicts.size(); from += LANES * PART) {
            int first = from;
            IntStream.range(0, LANES)
                    .parallel()
                    .forEach(lane -> keep(
                            round.epoch(),
                            verdicts.subList(
                                    Math.min(first + lane * PART, verdicts.size()),
                                    Math.min(first + (lane + 1) * PART, verdicts.size()))));
        }
        Map<ProofResult, Integer> results = store.results(round.epoch());
        ChallengeRoundEvent.RoundClosed closed = closed(round.epoch(), results);
        if (store.closeRound(round.epoch(), results, closed)) {
            LOG.infof(
                    "Round closed: epoch=%d passed=%d failed=%d missing=%d voided=%d",
                    closed.epoch(), closed.passed(), closed.failed(), closed.missing(), closed.voided());
        }
    }

    private void keep(long epoch, List<SlotVerdict> part) {
        if (part.isEmpty()) {
            return;
        }
        Map<RosterSlot.Key, DeviceTrack> tracks =
                store.tracks(part.stream().map(verdict -> verdict.slot().key()).toList());
        List<JudgedSlot> judged = part.stream()
                .map(verdict ->
                        judge(verdict, tracks.getOrDefault(verdict.slot().key(), DeviceTrack.START)))
                .toList();
        List<MarketEvent> events = new ArrayList<>();
        judged.forEach(slot -> publish(epoch, slot, events));
        store.keepVerdicts(epoch, judged, events);
    }

    private JudgedSlot judge(SlotVerdict verdict, DeviceTrack before) {
        Bytes32 digest = verdict.verdict().digest(desk.domains());
        return new JudgedSlot(verdict, desk.address(), digest, desk.signRemembered(digest), before.after(verdict));
    }

    private void publish(long epoch, JudgedSlot judged, List<MarketEvent> events) {
        SlotVerdict verdict = judged.verdict();
        events.add(new ChallengeVerdictEvent.ProofJudged(
                desk.address(),
                verdict.verdict(),
                judged.signature(),
                verdict.voidReason().orElse(null)));
        DeviceTrack.measurementOf(verdict)
                .ifPresent(measured -> events.add(statistics(epoch, verdict.slot(), measured, judged.track())));
        if (verdict.slot().mode() == ProofMode.CALIBRATION) {
            judged.track()
                    .rating()
                    .flatMap(rated -> rating(epoch, verdict.slot(), rated))
                    .ifPresent(events::add);
        }
    }

    /** The event itself, kept with the verdict, is the memory of what was signed. */
    private MarketEvent statistics(long epoch, RosterSlot slot, DeviceTrack.Measurement measured, DeviceTrack track) {
        PowerAlarm alarm = new PowerAlarm(
                rules.setVersion(),
                slot.nodeId(),
                slot.device(),
                epoch,
                track.cusum().isAlarm());
        return new ChallengeVerdictEvent.ProofStatistics(
                desk.address(),
                alarm.nodeId(),
                alarm.epoch(),
                alarm.device(),
                slot.orderId(),
                measured.k(),
                measured.mu(),
                measured.measuredRate(),
                measured.logLikelihoodRatio(),
                track.cusum().level(),
                alarm.raised(),
                alarm.setVersion(),
                desk.signRemembered(alarm.digest(desk.domains())));
    }

    private Optional<MarketEvent> rating(long epoch, RosterSlot slot, DeviceTrack.Rated rated) {
        if (!canBeChallengedAt(rated.r0())) {
            LOG.warnf("Too little power to be rated: nodeId=%s device=%d", slot.nodeId(), slot.device());
            return Optional.empty();
        }
        Rating rating = new Rating(
                rules.setVersion(),
                slot.nodeId(),
                slot.device(),
                rated.measuredRate(),
                rated.r0(),
                epoch + RATING_LEAD_EPOCHS);
        String subject = slot.nodeId() + " " + slot.device() + " " + rating.effectiveEpoch();
        return desk.sign(rating, subject)
                .map(signature -> new ChallengeVerdictEvent.RatingProposed(desk.address(), rating, signature));
    }

    private boolean canBeChallengedAt(long rate) {
        try {
            rules.profile().parameters(Sha256Share.ID, rate, ProofMode.STANDBY, RoundPart.PRIMARY);
            return true;
        } catch (IllegalArgumentException tooSmall) {
            return false;
        }
    }

    private ChallengeRoundEvent.RoundClosed closed(long epoch, Map<ProofResult, Integer> counts) {
        Instant now = clock.instant();
        return new ChallengeRoundEvent.RoundClosed(
                desk.address(),
                epoch,
                counts.getOrDefault(ProofResult.PASS, 0),
                counts.getOrDefault(ProofResult.FAIL, 0),
                counts.getOrDefault(ProofResult.MISSING, 0),
                counts.getOrDefault(ProofResult.VOID, 0),
                now);
    }
}
