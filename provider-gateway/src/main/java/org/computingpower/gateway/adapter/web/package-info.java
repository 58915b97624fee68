/** The public origin and the admin interface. */
@NullMarked
package org.computingpower.gateway.adapter.web;

import org.jspecify.annotations.NullMarked;
