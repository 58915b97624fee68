/** The platform's REST interfaces. */
@NullMarked
package org.computingpower.gateway.adapter.platform;

import org.jspecify.annotations.NullMarked;
