/** Use cases of the relayer: taking intents, sending them, following the chain. Ports where an outside world begins. */
@NullMarked
package org.computingpower.relayer.application;

import org.jspecify.annotations.NullMarked;
