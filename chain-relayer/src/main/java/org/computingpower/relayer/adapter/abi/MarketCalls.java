package org.computingpower.relayer.adapter.abi;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.computingpower.relayer.domain.ContractCall;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.AttestationRecord;
import org.computingpower.terms.signed.SettlementBatch;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.StaticStruct;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint32;
import org.web3j.abi.datatypes.generated.Uint64;
import org.web3j.abi.datatypes.generated.Uint8;

/** The calls that the relayer makes, and no others. */
@SuppressWarnings("rawtypes") // web3j declares its lists of values with the raw type Type
public final class MarketCalls {

    /** NodeRegistry.recordAttestation. */
    public static final String RECORD_ATTESTATION =
            "recordAttestation((uint64,bytes32,uint64,bytes32,bytes32,address,address,address,bytes32,uint8,bytes32,"
                    + "uint8,uint32,uint64,uint64,uint64),bytes[])";

    /** OrderEscrow.settlePacked: the same as settle for less gas. */
    public static final String SETTLE_PACKED = "settlePacked(uint64,uint64,uint64,bytes,bytes[])";

    private static final String ORDER = "order(bytes32)";

    private MarketCalls() {}

    /** What the signer's policy allows: one function of each of the two contracts. */
    public static Map<Address, Set<String>> allowed(Address nodeRegistry, Address orderEscrow) {
        return Map.of(
                nodeRegistry, Set.of(selector(RECORD_ATTESTATION)),
                orderEscrow, Set.of(selector(SETTLE_PACKED)));
    }

    /** Writes a record with a quorum's signatures. */
    public static ContractCall recordAttestation(
            Address nodeRegistry, AttestationRecord record, List<Signature> signatures) {
        Type<?> struct = new StaticStruct(
                uint64(record.setVersion()),
                bytes32(record.nodeId().value()),
                uint64(record.seq()),
                bytes32(record.nodeKeyX()),
                bytes32(record.nodeKeyY()),
                address(record.provider()),
                address(record.stakeAccount()),
                address(record.payee()),
                bytes32(record.quoteHash()),
                new Uint8(record.teeType().code()),
                bytes32(record.trustRootHash()),
                new Uint8(record.tcbStatus().code()),
                new Uint32(record.tcbEvaluationDataNumber()),
                uint64(record.blockNumber()),
                uint64(record.verifiedAt()),
                uint64(record.validUntil()));
        return call(nodeRegistry, "recordAttestation", RECORD_ATTESTATION, List.of(struct, signatures(signatures)));
    }

    /**
     * Settles a batch with a quorum's signatures.
     *
     * @throws IllegalArgumentException if an amount is above what any deposit can be
     */
    public static ContractCall settle(Address orderEscrow, SettlementBatch batch, List<Signature> signatures) {
        return call(
                orderEscrow,
                "settlePacked",
                SETTLE_PACKED,
                List.of(
                        uint64(batch.setVersion()),
                        uint64(batch.batchNo()),
                        uint64(batch.asOfEpoch()),
                        new DynamicBytes(PackedItems.pack(batch.items())),
                        signatures(signatures)));
    }

    /** Reads an order's numbers. */
    static ContractCall order(Address orderEscrow, OrderId orderId) {
        return call(orderEscrow, "order", ORDER, List.of(bytes32(orderId.value())));
    }

    static String selector(String signature) {
        byte[] hash = Digests.keccak256OfText(signature).toArray();
        return "0x" + HexFormat.of().formatHex(hash, 0, 4);
    }

    private static ContractCall call(Address contract, String name, String signature, List<Type> arguments) {
        String encoded = FunctionEncoder.encode(new Function(name, arguments, List.of()));
        // The selector comes from our own signature: the library derives struct names differently from version to
        // version.
        String body = encoded.substring(10);
        return new ContractCall(
                contract, HexFormat.of().parseHex(selector(signature).substring(2) + body));
    }

    private static DynamicArray<DynamicBytes> signatures(List<Signature> signatures) {
        return new DynamicArray<>(
                DynamicBytes.class,
                signatures.stream()
                        .map(signature -> new DynamicBytes(signature.toArray()))
                        .toList());
    }

    private static Uint64 uint64(long number) {
        return new Uint64(BigInteger.valueOf(number));
    }

    private static org.web3j.abi.datatypes.generated.Bytes32 bytes32(Bytes32 value) {
        return new org.web3j.abi.datatypes.generated.Bytes32(value.toArray());
    }

    private static org.web3j.abi.datatypes.Address address(Address address) {
        return new org.web3j.abi.datatypes.Address(address.toString());
    }
}
