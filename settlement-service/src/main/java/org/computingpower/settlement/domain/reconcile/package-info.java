/** What it means that ledger and contracts are equal. */
@NullMarked
package org.computingpower.settlement.domain.reconcile;

import org.jspecify.annotations.NullMarked;
