package org.computingpower.terms.signed;

import java.math.BigInteger;
import org.bouncycastle.util.BigIntegers;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;

/**
 * One EIP-712 domain, version "1". Its separator is computed once.
 *
 * @param contract whose name the domain has
 * @param chainId EIP-155 chain id, positive
 * @param verifyingContract address of that contract on that chain
 * @param separator hashStruct of the domain
 */
public record MarketDomain(ContractName contract, long chainId, Address verifyingContract, Bytes32 separator) {

    /** The version of every domain of the market. */
    public static final String VERSION = "1";

    private static final Bytes32 TYPE_HASH = Digests.keccak256OfText(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    /**
     * @throws IllegalArgumentException if the chain id is not positive or the separator is not that of the domain
     */
    public MarketDomain {
        if (!separator.equals(separatorOf(contract, chainId, verifyingContract))) {
            throw new IllegalArgumentException("The separator is not that of the domain");
        }
    }

    /**
     * The domain of a contract.
     *
     * @throws IllegalArgumentException if the chain id is not positive
     */
    public static MarketDomain of(ContractName contract, long chainId, Address verifyingContract) {
        return new MarketDomain(
                contract, chainId, verifyingContract, separatorOf(contract, chainId, verifyingContract));
    }

    private static Bytes32 separatorOf(ContractName contract, long chainId, Address verifyingContract) {
        if (chainId <= 0) {
            throw new IllegalArgumentException("A chain id is positive. Found " + chainId);
        }
        return Digests.keccak256(
                TYPE_HASH.toArray(),
                Digests.keccak256OfText(contract.domainName()).toArray(),
                Digests.keccak256OfText(VERSION).toArray(),
                BigIntegers.asUnsignedByteArray(Bytes32.LENGTH, BigInteger.valueOf(chainId)),
                new byte[Bytes32.LENGTH - Address.LENGTH],
                verifyingContract.toArray());
    }
}
