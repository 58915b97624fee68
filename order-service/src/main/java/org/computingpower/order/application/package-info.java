/** Use cases: one effect each, in one transaction with the facts that follow from it. */
@NullMarked
package org.computingpower.order.application;

import org.jspecify.annotations.NullMarked;
