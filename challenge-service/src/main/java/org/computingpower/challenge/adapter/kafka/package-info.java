/** Facts of other services into projections. */
@NullMarked
package org.computingpower.challenge.adapter.kafka;

import org.jspecify.annotations.NullMarked;
