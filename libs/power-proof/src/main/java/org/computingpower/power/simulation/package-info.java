/** Simulated cheats against the real statistics code. */
@NullMarked
package org.computingpower.power.simulation;

import org.jspecify.annotations.NullMarked;
