/** Use cases and their ports. */
@NullMarked
package org.computingpower.challenge.application;

import org.jspecify.annotations.NullMarked;
