/** Messages to the other validators. */
@NullMarked
package org.computingpower.challenge.adapter.peer;

import org.jspecify.annotations.NullMarked;
