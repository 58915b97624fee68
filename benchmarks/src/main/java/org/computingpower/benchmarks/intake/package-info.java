/** Rounds of up to ten thousand simulated nodes against one validator's real challenge-service. */
@NullMarked
package org.computingpower.benchmarks.intake;

import org.jspecify.annotations.NullMarked;
