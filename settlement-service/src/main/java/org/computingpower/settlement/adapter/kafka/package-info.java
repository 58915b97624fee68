/** Consumers of the facts this service lives on. */
@NullMarked
package org.computingpower.settlement.adapter.kafka;

import org.jspecify.annotations.NullMarked;
