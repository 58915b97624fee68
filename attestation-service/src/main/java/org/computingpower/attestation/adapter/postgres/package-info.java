/** Tables of attestation; the only package that knows SQL. */
@NullMarked
package org.computingpower.attestation.adapter.postgres;

import org.jspecify.annotations.NullMarked;
