/** Configuration keys and the beans made from them. */
@NullMarked
package org.computingpower.gateway.config;

import org.jspecify.annotations.NullMarked;
