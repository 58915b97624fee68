/** Use cases of attestation, and the ports they need. */
@NullMarked
package org.computingpower.attestation.application;

import org.jspecify.annotations.NullMarked;
