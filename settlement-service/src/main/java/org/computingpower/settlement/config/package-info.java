/** Configuration, clock and the market file. */
@NullMarked
package org.computingpower.settlement.config;

import org.jspecify.annotations.NullMarked;
