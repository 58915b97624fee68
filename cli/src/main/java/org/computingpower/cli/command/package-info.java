/** The commands. */
@NullMarked
package org.computingpower.cli.command;

import org.jspecify.annotations.NullMarked;
