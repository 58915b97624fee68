/** Fetches an application's YAML under the rules against server-side request forgery. */
@NullMarked
package org.computingpower.gateway.adapter.fetch;

import org.jspecify.annotations.NullMarked;
