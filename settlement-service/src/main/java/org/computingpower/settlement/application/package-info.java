/** Use cases: each runs in one transaction with its events in the outbox. */
@NullMarked
package org.computingpower.settlement.application;

import org.jspecify.annotations.NullMarked;
