/** What happens by the clock. */
@NullMarked
package org.computingpower.attestation.adapter.timer;

import org.jspecify.annotations.NullMarked;
