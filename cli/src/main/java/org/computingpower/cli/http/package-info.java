/** Calls to services and gateways, and what their refusals mean. */
@NullMarked
package org.computingpower.cli.http;

import org.jspecify.annotations.NullMarked;
