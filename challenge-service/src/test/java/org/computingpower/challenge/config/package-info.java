/** Tests of start-up. */
@NullMarked
package org.computingpower.challenge.config;

import org.jspecify.annotations.NullMarked;
