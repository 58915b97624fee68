/** What runs by the clock. */
@NullMarked
package org.computingpower.settlement.adapter.schedule;

import org.jspecify.annotations.NullMarked;
