/** {@code ./platform bench evidence}: evidence through REST, database and broker to the published verdict. */
@NullMarked
package org.computingpower.benchmarks.evidence;

import org.jspecify.annotations.NullMarked;
