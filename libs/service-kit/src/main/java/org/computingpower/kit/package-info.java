/**
 * What every service needs and no service should write twice: identifiers, time, event headers and detached execution.
 * Sub-packages: {@code outbox} (facts out), {@code inbox} (facts in), {@code rest} (problems, caller, idempotency,
 * pages). It knows nothing of the market: no noun of the domain appears here.
 */
@NullMarked
package org.computingpower.kit;

import org.jspecify.annotations.NullMarked;
