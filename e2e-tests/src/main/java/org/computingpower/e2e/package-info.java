/** Stories about the whole market, told with real commands against a real local stack. */
@NullMarked
package org.computingpower.e2e;

import org.jspecify.annotations.NullMarked;
