/** Comparison of this library with recorded verdicts of Intel's quote verification library. */
@NullMarked
package org.computingpower.sgx.dcap.conformance;

import org.jspecify.annotations.NullMarked;
