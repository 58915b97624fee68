package org.computingpower.relayer.adapter.signer;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.computingpower.relayer.application.TxSigner.Unsigned;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;
import org.web3j.rlp.RlpType;

/** The bytes of an EIP-1559 transaction: {@code 0x02 ‖ rlp([...])}, with an empty access list and value 0. */
final class TransactionForm {

    private static final byte TYPE = 2;

    private TransactionForm() {}

    /** What is signed; the signature is over its keccak-256. */
    static byte[] unsigned(Unsigned tx) {
        return typed(fields(tx));
    }

    static Bytes32 digest(Unsigned tx) {
        return Digests.keccak256(unsigned(tx));
    }

    /** What is broadcast; the transaction hash is its keccak-256. */
    static byte[] signed(Unsigned tx, Signature signature) {
        List<RlpType> fields = fields(tx);
        fields.add(number(signature.hasOddY() ? BigInteger.ONE : BigInteger.ZERO));
        fields.add(number(signature.rValue()));
        fields.add(number(signature.sValue()));
        return typed(fields);
    }

    private static List<RlpType> fields(Unsigned tx) {
        List<RlpType> fields = new ArrayList<>();
        fields.add(number(BigInteger.valueOf(tx.chainId())));
        fields.add(number(BigInteger.valueOf(tx.nonce())));
        fields.add(number(tx.fees().maxPriorityFeePerGas()));
        fields.add(number(tx.fees().maxFeePerGas()));
        fields.add(number(tx.gasLimit()));
        fields.add(RlpString.create(tx.call().contract().toArray()));
        fields.add(number(BigInteger.ZERO));
        fields.add(RlpString.create(tx.call().data()));
        fields.add(new RlpList());
        return fields;
    }

    private static RlpType number(BigInteger number) {
        return RlpString.create(number);
    }

    private static byte[] typed(List<RlpType> fields) {
        byte[] payload = RlpEncoder.encode(new RlpList(fields));
        byte[] typed = new byte[payload.length + 1];
        typed[0] = TYPE;
        System.arraycopy(payload, 0, typed, 1, payload.length);
        return typed;
    }
}
