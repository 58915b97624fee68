/** The REST interface, docs/api.md. */
@NullMarked
package org.computingpower.order.adapter.rest;

import org.jspecify.annotations.NullMarked;
