/** What {@code ./platform bench chain} runs: real contracts on anvil, the real workers, a real PostgreSQL. */
@NullMarked
package org.computingpower.relayer.bench;

import org.jspecify.annotations.NullMarked;
