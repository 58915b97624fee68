/** Tests of the challenge-service. */
@NullMarked
package org.computingpower.challenge;

import org.jspecify.annotations.NullMarked;
