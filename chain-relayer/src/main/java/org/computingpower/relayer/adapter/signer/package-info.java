/** Signers: keystore v3 file, raw key file for development, web3signer over HTTP. */
@NullMarked
package org.computingpower.relayer.adapter.signer;

import org.jspecify.annotations.NullMarked;
