/** Configuration and the market file. */
@NullMarked
package org.computingpower.order.config;

import org.jspecify.annotations.NullMarked;
