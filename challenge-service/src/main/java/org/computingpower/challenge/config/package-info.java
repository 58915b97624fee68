/** Configuration and wiring. */
@NullMarked
package org.computingpower.challenge.config;

import org.jspecify.annotations.NullMarked;
