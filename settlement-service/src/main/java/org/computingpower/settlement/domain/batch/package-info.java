/** Settlement batches: which orders go in and which state a batch is in. */
@NullMarked
package org.computingpower.settlement.domain.batch;

import org.jspecify.annotations.NullMarked;
