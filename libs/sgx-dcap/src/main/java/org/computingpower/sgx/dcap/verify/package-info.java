/** Verification of a quote against verified collateral, and the TCB evaluation that can be repeated without signatures. */
@NullMarked
package org.computingpower.sgx.dcap.verify;

import org.jspecify.annotations.NullMarked;
