/** Batched SQL on the reactive client; the only package that knows tables. */
@NullMarked
package org.computingpower.settlement.adapter.postgres;

import org.jspecify.annotations.NullMarked;
