/** cpctl, the command line of the platform. It owns the keys of people and is the only part that signs with them. */
@NullMarked
package org.computingpower.cli;

import org.jspecify.annotations.NullMarked;
