/** One round for all nodes: beacon, seed, leader, instant T0, roster and the receipt rule, as pure functions. */
@NullMarked
package org.computingpower.power.round;

import org.jspecify.annotations.NullMarked;
