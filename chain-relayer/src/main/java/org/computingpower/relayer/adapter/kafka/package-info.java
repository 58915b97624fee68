/** Events of other services that become intents. */
@NullMarked
package org.computingpower.relayer.adapter.kafka;

import org.jspecify.annotations.NullMarked;
