/** What an order is and what may follow. Pure: the JDK and the terms of the market; the reason, the actor and the final state are words of the published language. */
@NullMarked
package org.computingpower.order.domain;

import org.jspecify.annotations.NullMarked;
