/** Use cases of the registry. */
@NullMarked
package org.computingpower.registry.application;

import org.jspecify.annotations.NullMarked;
