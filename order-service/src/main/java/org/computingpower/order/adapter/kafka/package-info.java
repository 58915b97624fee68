/** Facts of other services that this one follows. */
@NullMarked
package org.computingpower.order.adapter.kafka;

import org.jspecify.annotations.NullMarked;
