/** Sealed data: RFC 9180. */
@NullMarked
package org.computingpower.gateway.adapter.hpke;

import org.jspecify.annotations.NullMarked;
