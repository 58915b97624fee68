/** Tables of the registry. */
@NullMarked
package org.computingpower.registry.adapter.postgres;

import org.jspecify.annotations.NullMarked;
