/** One round from its opening to its verdicts. */
@NullMarked
package org.computingpower.challenge.domain.round;

import org.jspecify.annotations.NullMarked;
