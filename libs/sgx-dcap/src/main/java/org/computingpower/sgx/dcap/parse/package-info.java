/** From bytes to immutable records: quotes, certificates, revocation lists, TCB info and enclave identities. Nothing here is trusted yet. */
@NullMarked
package org.computingpower.sgx.dcap.parse;

import org.jspecify.annotations.NullMarked;
