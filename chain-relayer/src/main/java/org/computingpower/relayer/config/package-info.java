/** Wiring and configuration. */
@NullMarked
package org.computingpower.relayer.config;

import org.jspecify.annotations.NullMarked;
