/** Rounds: when one opens, search shares, commit durably, reveal. */
@NullMarked
package org.computingpower.gateway.application.solver;

import org.jspecify.annotations.NullMarked;
