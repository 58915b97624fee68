/** Tables; the only place with SQL. */
@NullMarked
package org.computingpower.order.adapter.postgres;

import org.jspecify.annotations.NullMarked;
