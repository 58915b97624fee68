package org.computingpower.challenge.application;

import java.time.Duration;

/**
 * Numbers of one validator that are not the market's.
 *
 * @param rosterFixDelay after an epoch's start until its roster is fixed; before the earliest T0
 * @param callTolerance how far a leader's call may be from the T0 that its secret fixes
 */
public record Settings(Duration rosterFixDelay, Duration callTolerance) {}
