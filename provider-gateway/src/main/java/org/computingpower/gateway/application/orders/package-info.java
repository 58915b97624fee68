/** The level-triggered loop: accept orders, run what is desired, remove everything else. */
@NullMarked
package org.computingpower.gateway.application.orders;

import org.jspecify.annotations.NullMarked;
