package org.computingpower.settlement.application.reconcile;

import java.time.Duration;

/**
 * How long the ledger may take to catch up before a difference counts.
 *
 * @param time facts of a final block are in the ledger within seconds
 */
public record ReconciliationPatience(Duration time) {}
