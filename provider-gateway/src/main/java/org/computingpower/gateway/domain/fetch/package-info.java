/** Which addresses an application's YAML may be fetched from. */
@NullMarked
package org.computingpower.gateway.domain.fetch;

import org.jspecify.annotations.NullMarked;
