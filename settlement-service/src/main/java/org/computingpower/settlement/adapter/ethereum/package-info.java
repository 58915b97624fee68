/** Reads contracts by JSON-RPC. */
@NullMarked
package org.computingpower.settlement.adapter.ethereum;

import org.jspecify.annotations.NullMarked;
