/** Double entry: accounts, transfers and how a fact becomes transfers. */
@NullMarked
package org.computingpower.settlement.domain.ledger;

import org.jspecify.annotations.NullMarked;
