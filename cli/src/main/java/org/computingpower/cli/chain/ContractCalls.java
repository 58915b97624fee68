package org.computingpower.cli.chain;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.Order;
import org.computingpower.terms.signed.SettlementBatch;
import org.computingpower.terms.signed.SettlementItem;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Type;

/** The calls that wallets send: opening an escrow, staking, withdrawing. */
@SuppressWarnings("rawtypes") // web3j declares its lists of Type without the type argument.
public final class ContractCalls {
    private static final ContractAbi ESCROW = ContractAbi.of("OrderEscrow");
    private static final ContractAbi STAKE = ContractAbi.of("StakeManager");
    private static final ContractAbi TOKEN = ContractAbi.of("ComputeToken");

    private static final int AMOUNT_BYTES = 11;
    private static final int FINAL_FLAG = 1;
    private static final int REFUND_FLAG = 2;

    /** EIP-2612. */
    private static final Bytes32 PERMIT_TYPE = Digests.keccak256OfText(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    private ContractCalls() {}

    /**
     * An EIP-2612 permit; deadline 0 means none.
     *
     * @param deadline Unix seconds
     */
    public record Permit(TokenAmount value, long deadline, int v, Bytes32 r, Bytes32 s) {
        /** No permit: the contract then needs an allowance. */
        public static final Permit NONE = new Permit(TokenAmount.ZERO, 0, 0, Bytes32.ZERO, Bytes32.ZERO);

        private List<Type> members() {
            return List.of(
                    MarketContracts.number(value.baseUnits()),
                    MarketContracts.number(deadline),
                    MarketContracts.number(v),
                    MarketContracts.bytes32(r),
                    MarketContracts.bytes32(s));
        }
    }

    /** Signs a permit for {@code spender}. */
    public static Permit permit(
            SigningKey key, Bytes32 tokenDomain, Address spender, TokenAmount value, BigInteger nonce, long deadline) {
        Bytes32 struct = Digests.keccak256(
                PERMIT_TYPE.toArray(),
                word(key.address()),
                word(spender),
                word(value.baseUnits()),
                word(nonce),
                word(BigInteger.valueOf(deadline)));
        Signature signature =
                key.sign(Digests.keccak256(new byte[] {0x19, 0x01}, tokenDomain.toArray(), struct.toArray()));
        return new Permit(value, deadline, signature.v(), signature.r(), signature.s());
    }

    /** {@code OrderEscrow.open}. */
    public static String open(Order order, Signature userSignature, Permit permit) {
        List<Type> arguments = new ArrayList<>(List.of(
                MarketContracts.bytes32(order.salt()),
                MarketContracts.address(order.user()),
                MarketContracts.address(order.provider()),
                MarketContracts.address(order.payee()),
                MarketContracts.address(order.stakeAccount()),
                MarketContracts.bytes32(order.nodeId().value()),
                MarketContracts.bytes32(order.offerHash()),
                MarketContracts.address(order.token()),
                MarketContracts.number(order.totalPrice().baseUnits()),
                MarketContracts.number(order.durationSeconds()),
                MarketContracts.number(order.feeBps()),
                MarketContracts.number(order.validatorShareBps()),
                MarketContracts.number(order.mode().code()),
                MarketContracts.number(order.phiBps()),
                MarketContracts.bytes32(order.policyHash()),
                MarketContracts.number(order.dataProtection().code()),
                MarketContracts.number(order.openBefore()),
                MarketContracts.number(order.acceptBefore())));
        arguments.add(new DynamicBytes(userSignature.toArray()));
        arguments.addAll(permit.members());
        return ESCROW.call("open", arguments);
    }

    /** {@code StakeManager.stakeWithPermit}. */
    public static String stake(NodeId nodeId, TokenAmount amount, Permit permit) {
        List<Type> arguments = new ArrayList<>(
                List.of(MarketContracts.bytes32(nodeId.value()), MarketContracts.number(amount.baseUnits())));
        arguments.addAll(permit.members());
        return STAKE.call("stakeWithPermit", arguments);
    }

    /**
     * {@code OrderEscrow.settlePacked} of a batch of one order.
     *
     * @param signatures a quorum's, ascending by signer
     * @throws IllegalArgumentException if there is not exactly one item, or an amount is above what any deposit can be
     */
    public static String settle(SettlementBatch batch, List<Signature> signatures) {
        if (batch.items().size() != 1) {
            throw new IllegalArgumentException(
                    "One order at a time. Found " + batch.items().size());
        }
        return ESCROW.call(
                "settlePacked",
                List.of(
                        MarketContracts.number(batch.setVersion()),
                        MarketContracts.number(batch.batchNo()),
                        MarketContracts.number(batch.asOfEpoch()),
                        new DynamicBytes(packed(batch.items().getFirst())),
                        new DynamicArray<>(
                                DynamicBytes.class,
                                signatures.stream()
                                        .map(signature -> new DynamicBytes(signature.toArray()))
                                        .toList())));
    }

    /** orderId 32, flags 1, releasedCum 11 and, if the flags say so, refundedCum 11. */
    private static byte[] packed(SettlementItem item) {
        boolean isRefunding = !item.refundedCum().isZero();
        byte flags = (byte) ((item.isFinal() ? FINAL_FLAG : 0) | (isRefunding ? REFUND_FLAG : 0));
        byte[] head = Arrays.append(item.orderId().value().toArray(), flags);
        byte[] released =
                BigIntegers.asUnsignedByteArray(AMOUNT_BYTES, item.releasedCum().baseUnits());
        byte[] refunded = isRefunding
                ? BigIntegers.asUnsignedByteArray(
                        AMOUNT_BYTES, item.refundedCum().baseUnits())
                : new byte[0];
        return Arrays.concatenate(head, released, refunded);
    }

    /** {@code OrderEscrow.withdraw}. */
    public static String withdraw(List<OrderId> orders, Address to) {
        List<org.web3j.abi.datatypes.generated.Bytes32> ids = orders.stream()
                .map(order -> new org.web3j.abi.datatypes.generated.Bytes32(
                        order.value().toArray()))
                .toList();
        return ESCROW.call(
                "withdraw",
                List.of(
                        new DynamicArray<>(org.web3j.abi.datatypes.generated.Bytes32.class, ids),
                        MarketContracts.address(to)));
    }

    /** {@code approve} of the token. */
    public static String approve(Address spender, TokenAmount amount) {
        return TOKEN.call(
                "approve", List.of(MarketContracts.address(spender), MarketContracts.number(amount.baseUnits())));
    }

    private static byte[] word(BigInteger value) {
        return BigIntegers.asUnsignedByteArray(Bytes32.LENGTH, value);
    }

    private static byte[] word(Address address) {
        byte[] word = new byte[Bytes32.LENGTH];
        System.arraycopy(address.toArray(), 0, word, Bytes32.LENGTH - Address.LENGTH, Address.LENGTH);
        return word;
    }
}
