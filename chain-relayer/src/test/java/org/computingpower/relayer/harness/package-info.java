/** A real chain with the real contracts, a real database, and a proxy that lies: what the integration tests stand on. */
@NullMarked
package org.computingpower.relayer.harness;

import org.jspecify.annotations.NullMarked;
