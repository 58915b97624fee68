/** How single statements of validators become a fact. */
@NullMarked
package org.computingpower.terms.quorum;

import org.jspecify.annotations.NullMarked;
