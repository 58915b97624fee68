/** What happens because time passes. */
@NullMarked
package org.computingpower.registry.adapter.timer;

import org.jspecify.annotations.NullMarked;
