/** The market file, and how a quote is bound to market, node and time. */
@NullMarked
package org.computingpower.terms.market;

import org.jspecify.annotations.NullMarked;
