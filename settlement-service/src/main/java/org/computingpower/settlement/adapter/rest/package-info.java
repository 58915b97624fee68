/** REST interface. */
@NullMarked
package org.computingpower.settlement.adapter.rest;

import org.jspecify.annotations.NullMarked;
