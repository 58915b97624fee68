/** Rules of evidence, judgment and policy; pure functions of their arguments. */
@NullMarked
package org.computingpower.attestation.domain;

import org.jspecify.annotations.NullMarked;
