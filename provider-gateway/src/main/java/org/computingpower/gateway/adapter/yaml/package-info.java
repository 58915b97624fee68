/** Reads YAML without aliases, tags or surprises. */
@NullMarked
package org.computingpower.gateway.adapter.yaml;

import org.jspecify.annotations.NullMarked;
