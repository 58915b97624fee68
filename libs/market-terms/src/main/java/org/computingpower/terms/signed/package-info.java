/** The EIP-712 types of the market: one record per type of {@code docs/protocol.md}, their domains and digests. */
@NullMarked
package org.computingpower.terms.signed;

import org.jspecify.annotations.NullMarked;
