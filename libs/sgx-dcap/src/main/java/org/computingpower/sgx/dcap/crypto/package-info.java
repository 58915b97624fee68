/** ECDSA over P-256 and SHA-256, the only two primitives that DCAP verification needs. Nothing here may see a secret. */
@NullMarked
package org.computingpower.sgx.dcap.crypto;

import org.jspecify.annotations.NullMarked;
