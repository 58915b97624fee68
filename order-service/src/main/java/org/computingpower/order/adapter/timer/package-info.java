/** What happens because time passes. */
@NullMarked
package org.computingpower.order.adapter.timer;

import org.jspecify.annotations.NullMarked;
