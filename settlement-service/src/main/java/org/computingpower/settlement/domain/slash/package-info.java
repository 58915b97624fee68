/** What a fault of a provider costs (chapter of the slashing rules): proposals only. */
@NullMarked
package org.computingpower.settlement.domain.slash;

import org.jspecify.annotations.NullMarked;
