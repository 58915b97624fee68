/** Publishes facts to Kafka: written in the transaction of the state change, sent by one relay per service. */
@NullMarked
package org.computingpower.kit.outbox;

import org.jspecify.annotations.NullMarked;
