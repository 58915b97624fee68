/** Calls, events and custom errors of the contracts in their ABI form, by web3j. */
@NullMarked
package org.computingpower.relayer.adapter.abi;

import org.jspecify.annotations.NullMarked;
