/** The node side: engines that search shares, and the choice of the fastest one that is right. */
@NullMarked
package org.computingpower.power.engine;

import org.jspecify.annotations.NullMarked;
