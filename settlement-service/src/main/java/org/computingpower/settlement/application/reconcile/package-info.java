/** Holds the ledger against the contracts. */
@NullMarked
package org.computingpower.settlement.application.reconcile;

import org.jspecify.annotations.NullMarked;
