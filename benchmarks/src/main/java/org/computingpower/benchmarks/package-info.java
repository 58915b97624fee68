/** What {@code ./platform bench} runs. */
@NullMarked
package org.computingpower.benchmarks;

import org.jspecify.annotations.NullMarked;
