/** Alerts as log lines and a counter. */
@NullMarked
package org.computingpower.relayer.adapter.alert;

import org.jspecify.annotations.NullMarked;
