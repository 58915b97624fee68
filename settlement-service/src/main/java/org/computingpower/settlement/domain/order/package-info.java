/** One order's money: what is known about it and the next step it can take. */
@NullMarked
package org.computingpower.settlement.domain.order;

import org.jspecify.annotations.NullMarked;
