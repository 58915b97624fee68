/** REST interface of the registry. */
@NullMarked
package org.computingpower.registry.adapter.rest;

import org.jspecify.annotations.NullMarked;
