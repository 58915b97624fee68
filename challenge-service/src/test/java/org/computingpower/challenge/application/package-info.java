/** Validators in virtual time. */
@NullMarked
package org.computingpower.challenge.application;

import org.jspecify.annotations.NullMarked;
