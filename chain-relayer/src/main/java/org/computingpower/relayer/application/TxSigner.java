package org.computingpower.relayer.application;

import java.math.BigInteger;
import org.computingpower.relayer.domain.ContractCall;
import org.computingpower.relayer.domain.Fees;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;

/** Signs transactions of one key. The key is somewhere else: in a keystore file or behind web3signer. */
public interface TxSigner {

    /** The key's address. */
    Address address();

    /**
     * Signs an EIP-1559 transaction of value 0. Deterministic: the same input gives the same bytes.
     *
     * @throws ChainUnavailableException if a remote signer does not answer, or answers with another key's signature
     */
    Signed sign(Unsigned tx);

    /**
     * A transaction before it is signed.
     *
     * @param chainId EIP-155 id
     * @param nonce the key's nonce
     * @param gasLimit most gas it may use
     * @param fees what it offers
     * @param call what it calls, with value 0
     */
    record Unsigned(long chainId, long nonce, BigInteger gasLimit, Fees fees, ContractCall call) {}

    /**
     * A signed transaction.
     *
     * @param hash its hash
     * @param raw its bytes; copied
     */
    @SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
    record Signed(Bytes32 hash, byte[] raw) {
        /** Copies the bytes. */
        public Signed {
            raw = raw.clone();
        }

        @Override
        public byte[] raw() {
            return raw.clone();
        }
    }
}
