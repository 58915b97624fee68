/** Keys of people, encrypted at rest; they never leave this machine. */
@NullMarked
package org.computingpower.cli.wallet;

import org.jspecify.annotations.NullMarked;
