/** What only Linux offers. */
@NullMarked
package org.computingpower.gateway.adapter.linux;

import org.jspecify.annotations.NullMarked;
