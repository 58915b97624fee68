/** Commit-reveal: when a round begins and what its seed is. */
@NullMarked
package org.computingpower.challenge.domain.beacon;

import org.jspecify.annotations.NullMarked;
