/** Quotes; here only of the simulated trust domain. */
@NullMarked
package org.computingpower.gateway.adapter.tee;

import org.jspecify.annotations.NullMarked;
