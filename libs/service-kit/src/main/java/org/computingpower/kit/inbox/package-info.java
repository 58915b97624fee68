/** Applies facts from Kafka: each effect once, in order where the owner of the topic promises an order. */
@NullMarked
package org.computingpower.kit.inbox;

import org.jspecify.annotations.NullMarked;
