/** What a run of cpctl stands on: options, profile, files, market, token and wallet. */
@NullMarked
package org.computingpower.cli.session;

import org.jspecify.annotations.NullMarked;
