/** Facts of other services that change nodes. */
@NullMarked
package org.computingpower.registry.adapter.kafka;

import org.jspecify.annotations.NullMarked;
