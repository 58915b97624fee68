/** Which device proves for which order in an epoch. */
@NullMarked
package org.computingpower.challenge.domain.roster;

import org.jspecify.annotations.NullMarked;
