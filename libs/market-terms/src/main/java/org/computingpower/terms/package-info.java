/** The terms of the market: what is signed, how time is cut into epochs, and how money is computed. */
@NullMarked
package org.computingpower.terms;

import org.jspecify.annotations.NullMarked;
