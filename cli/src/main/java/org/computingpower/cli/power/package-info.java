/** Checking a validator's verdict on computing power again, by oneself. */
@NullMarked
package org.computingpower.cli.power;

import org.jspecify.annotations.NullMarked;
