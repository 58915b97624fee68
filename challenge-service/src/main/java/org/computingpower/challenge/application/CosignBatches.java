package org.computingpower.challenge.application;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.computingpower.challenge.application.CosignStore.Waiting;
import org.computingpower.challenge.domain.MarketRules;
import org.computingpower.challenge.domain.money.BatchReview;
import org.computingpower.challenge.domain.money.BatchReview.Decision;
import org.computingpower.challenge.domain.money.BatchReview.Difference;
import org.computingpower.challenge.domain.money.OrderDossier;
import org.computingpower.challenge.domain.money.OrderDossier.Amounts;
import org.computingpower.events.BatchRefusal;
import org.computingpower.events.ChallengeCosignatureEvent;
import org.computingpower.events.CumulativeTotals;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.signed.SettlementItem;
import org.jboss.logging.Logger;

/** Answers proposed batches: signs what this validator computes too, refuses other amounts, waits a bounded time for what it does not know yet. */
public final class CosignBatches {

    private static final Logger LOG = Logger.getLogger(CosignBatches.class);
    private static final int BATCHES_AT_ONCE = 4;
    /** As many items as a settlement transaction takes, with room. */
    private static final int MAX_ITEMS = 500;

    private final MarketRules rules;
    private final SigningDesk desk;
    private final CosignStore store;
    private final InstantSource clock;
    private final Duration patience;

    /** @param patience how long a batch may wait for missing knowledge */
    public CosignBatches(
            MarketRules rules, SigningDesk desk, CosignStore store, InstantSource clock, Duration patience) {
        this.rules = rules;
        this.desk = desk;
        this.store = store;
        this.clock = clock;
        this.patience = patience;
    }

    /** Looks at every waiting batch once. */
    public void tick() {
        store.waiting(BATCHES_AT_ONCE).forEach(this::answer);
    }

    private void answer(Waiting waiting) {
        List<SettlementItem> items = waiting.batch().items();
        boolean wellFormed = waiting.batch().setVersion() == rules.setVersion()
                && waiting.batchId().equals(waiting.batch().batchId(desk.domains()))
                && items.size() <= MAX_ITEMS
                && items.stream().map(SettlementItem::orderId).distinct().count() == items.size();
        if (!wellFormed) {
            LOG.errorf("Malformed batch: batchId=%s", waiting.batchId());
            store.expired(waiting);
            return;
        }
        Instant now = clock.instant();
        Map<OrderId, OrderDossier> dossiers = store.dossiers(
                items.stream().map(SettlementItem::orderId).toList(),
                waiting.batch().asOfEpoch());
        switch (BatchReview.review(waiting.batch(), dossiers, rules, now)) {
            case Decision.Sign ignored -> sign(waiting);
            case Decision.Refuse(List<Difference> differences) -> refuse(waiting, differences);
            case Decision.NotYet(String reason) -> {
                if (now.isAfter(waiting.receivedAt().plus(patience))) {
                    LOG.warnf("Batch left unanswered: batchId=%s reason=%s", waiting.batchId(), reason);
                    store.expired(waiting);
                }
            }
        }
    }

    private void sign(Waiting waiting) {
        boolean signed = store.signed(
                waiting,
                new ChallengeCosignatureEvent.BatchCosigned(
                        desk.address(), waiting.batchId(), desk.signRemembered(waiting.batchId())));
        if (signed) {
            LOG.infof(
                    "Batch co-signed: batchId=%s items=%d",
                    waiting.batchId(), waiting.batch().items().size());
        } else {
            LOG.errorf(
                    "Another batch of this number was signed: batchNo=%d",
                    waiting.batch().batchNo());
            store.expired(waiting);
        }
    }

    private void refuse(Waiting waiting, List<Difference> differences) {
        LOG.errorf("Batch refused: batchId=%s differences=%s", waiting.batchId(), differences);
        store.refused(
                waiting,
                new ChallengeCosignatureEvent.BatchRefused(
                        desk.address(),
                        waiting.batchId(),
                        differences.stream()
                                .map(difference -> new BatchRefusal(
                                        difference.orderId(), totals(difference.ours()), totals(difference.theirs())))
                                .toList(),
                        null));
    }

    private static CumulativeTotals totals(Amounts amounts) {
        return new CumulativeTotals(amounts.released(), amounts.refunded());
    }
}
