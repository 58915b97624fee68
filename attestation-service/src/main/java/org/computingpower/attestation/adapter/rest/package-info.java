/** REST interface: nonce, evidence, verdicts, bundles, policy signatures, collateral. */
@NullMarked
package org.computingpower.attestation.adapter.rest;

import org.jspecify.annotations.NullMarked;
