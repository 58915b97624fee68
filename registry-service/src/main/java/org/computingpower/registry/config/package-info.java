/** Configuration and the market file. */
@NullMarked
package org.computingpower.registry.config;

import org.jspecify.annotations.NullMarked;
