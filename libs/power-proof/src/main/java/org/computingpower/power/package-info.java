/** The puzzle: byte layouts, parameters, target, share check and the interface of puzzle kinds. */
@NullMarked
package org.computingpower.power;

import org.jspecify.annotations.NullMarked;
