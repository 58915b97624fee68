/** What the gateway decides, without frameworks and without I/O. */
@NullMarked
package org.computingpower.gateway.domain;

import org.jspecify.annotations.NullMarked;
