/** How epochs become money: the window and fee formulas and the one fold that all parties compute alike. */
@NullMarked
package org.computingpower.terms.money;

import org.jspecify.annotations.NullMarked;
