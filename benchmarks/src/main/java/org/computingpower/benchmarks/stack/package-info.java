/** One service as it runs in a market, with its database and broker, and what is needed to look at it from outside. */
@NullMarked
package org.computingpower.benchmarks.stack;

import org.jspecify.annotations.NullMarked;
