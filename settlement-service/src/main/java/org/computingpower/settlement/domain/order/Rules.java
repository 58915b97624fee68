package org.computingpower.settlement.domain.order;

import java.time.Duration;
import org.computingpower.settlement.domain.slash.SlashPolicy;
import org.computingpower.terms.EpochClock;
import org.computingpower.terms.money.BillingLimits;
import org.computingpower.terms.quorum.ValidatorRoster;

/**
 * The market's rules for windows.
 *
 * @param clock cuts time into epochs
 * @param roster who judges
 * @param limits when unpaid windows end an order
 * @param slashing what faults cost
 * @param mu expected shares of a node at its rated power
 * @param windowDelay after the end of an epoch, before its window is settled: an end of service within the epoch must have arrived
 * @param unchallengedAfter after the end of an epoch, for how long its quorum is waited for
 */
public record Rules(
        EpochClock clock,
        ValidatorRoster roster,
        BillingLimits limits,
        SlashPolicy slashing,
        int mu,
        Duration windowDelay,
        Duration unchallengedAfter) {}
