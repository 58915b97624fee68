/** Fetches collateral from Intel's PCS or a PCCS. */
@NullMarked
package org.computingpower.attestation.adapter.pcs;

import org.jspecify.annotations.NullMarked;
