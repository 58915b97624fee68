/** The rules for access grants and data manifests. */
@NullMarked
package org.computingpower.gateway.domain.access;

import org.jspecify.annotations.NullMarked;
