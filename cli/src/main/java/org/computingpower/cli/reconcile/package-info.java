/** Comparing what the ledger says with what the contracts say. */
@NullMarked
package org.computingpower.cli.reconcile;

import org.jspecify.annotations.NullMarked;
