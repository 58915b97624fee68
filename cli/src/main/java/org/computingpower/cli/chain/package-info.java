/** Reading contracts and sending transactions by plain JSON-RPC. */
@NullMarked
package org.computingpower.cli.chain;

import org.jspecify.annotations.NullMarked;
