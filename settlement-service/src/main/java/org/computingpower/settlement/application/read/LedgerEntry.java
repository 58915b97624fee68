package org.computingpower.settlement.application.read;

import java.time.Instant;
import java.util.UUID;

/**
 * One line of an account.
 *
 * @param account the account
 * @param version place within the account, from 1
 * @param transfer the transfer
 * @param kind its kind
 * @param delta signed base units, decimal
 * @param balance signed base units after it, decimal
 * @param causeEvent the event that caused it
 * @param postedAt when
 */
public record LedgerEntry(
        String account,
        long version,
        String transfer,
        String kind,
        String delta,
        String balance,
        UUID causeEvent,
        Instant postedAt) {}
