/** JSON-RPC endpoints over the JDK's HTTP client. Nothing an endpoint says is believed here; application decides. */
@NullMarked
package org.computingpower.relayer.adapter.rpc;

import org.jspecify.annotations.NullMarked;
