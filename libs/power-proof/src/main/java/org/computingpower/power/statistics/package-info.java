/** Exact statistics over rounds. The only place where floating point is allowed; no verdict depends on it. */
@NullMarked
package org.computingpower.power.statistics;

import org.jspecify.annotations.NullMarked;
