/** Trust roots, raw collateral and its verification into {@link org.computingpower.sgx.dcap.collateral.VerifiedCollateral}. */
@NullMarked
package org.computingpower.sgx.dcap.collateral;

import org.jspecify.annotations.NullMarked;
