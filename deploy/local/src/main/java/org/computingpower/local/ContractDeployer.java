package org.computingpower.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicStruct;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Uint16;
import org.web3j.abi.datatypes.generated.Uint256;

/**
 * Deploys the contracts from their committed bytecode in a fixed order onto a development chain, whose node signs for
 * the deployer (anvil's impersonation). Public networks use {@code contracts/script} instead.
 */
final class ContractDeployer {
    private static final BigInteger ONE_ETHER = BigInteger.TEN.pow(18);
    /** 200 to store a byte of code (Yellow Paper, G_codedeposit) and 16 to send it (EIP-2028), rounded up. */
    private static final long GAS_PER_CODE_BYTE = 220;
    /** What a constructor and the creation itself take at most beside the code. */
    private static final long CREATION_GAS = 1_500_000;

    private static final long CALL_GAS = 300_000;
    private static final int RLP_SINGLE_BYTES = 0x80;
    private static final byte RLP_LIST_OF_22 = (byte) 0xd6;
    private static final byte RLP_STRING_OF_20 = (byte) 0x94;

    private final Rpc rpc;
    private final Path abiDirectory;
    private final Address deployer;
    private final ObjectMapper json = new ObjectMapper();
    private final List<String> pending = new ArrayList<>();
    private long nonce;

    /**
     * A validator of the first set.
     *
     * @param address its signing address
     * @param endpoint its public URL
     */
    record Member(Address address, String endpoint) {}

    /** Where the contracts are. */
    record Deployed(
            Address token,
            Address validatorSet,
            Address nodeRegistry,
            Address stakeManager,
            Address orderEscrow,
            long block) {}

    ContractDeployer(Rpc rpc, Path abiDirectory, Address deployer) {
        this.rpc = rpc;
        this.abiDirectory = abiDirectory;
        this.deployer = deployer;
        rpc.call("anvil_impersonateAccount", deployer.toString());
        fund(deployer, 1_000);
        nonce = Long.decode(rpc.call("eth_getTransactionCount", deployer.toString(), "latest")
                .asText());
    }

    /** Sends all transactions at once, since addresses follow from nonces: one block instead of one for each contract. */
    synchronized Deployed deploy(List<Member> members, int threshold, Bytes32 trustRootHash) {
        long block = Long.decode(rpc.call("eth_blockNumber").asText());
        Address token = create("ComputeToken", List.of());
        // The contract wants its members ascending by address.
        List<DynamicStruct> tuples = members.stream()
                .sorted(Comparator.comparing(Member::address))
                .map(member -> new DynamicStruct(
                        address(member.address()),
                        new Utf8String(member.endpoint()),
                        bytes32(Bytes32.of(leftPadded(member.address())))))
                .toList();
        Address validatorSet =
                create("ValidatorSet", List.of(new DynamicArray<>(DynamicStruct.class, tuples), new Uint16(threshold)));
        Address nodeRegistry = create("NodeRegistry", List.of(address(validatorSet), bytes32(trustRootHash)));
        Address stakeManager = create(
                "StakeManager",
                List.of(
                        address(token),
                        address(validatorSet),
                        address(nodeRegistry),
                        address(deployer),
                        address(deployer)));
        Address orderEscrow = create(
                "OrderEscrow",
                List.of(
                        address(token),
                        address(nodeRegistry),
                        address(stakeManager),
                        address(validatorSet),
                        address(deployer),
                        address(deployer),
                        address(deployer)));
        send(stakeManager, new Function("setOrderEscrow", List.of(address(orderEscrow)), List.of()));
        awaitMined();
        return new Deployed(token, validatorSet, nodeRegistry, stakeManager, orderEscrow, block);
    }

    /** Binds the market file to the contracts; possible once. */
    synchronized void bindMarketFile(Deployed deployed, Bytes32 sha256) {
        send(deployed.nodeRegistry(), new Function("setMarketFileHash", List.of(bytes32(sha256)), List.of()));
        awaitMined();
    }

    /** Creates tokens for an account of a development chain. */
    synchronized void mint(Address token, Address to, BigInteger baseUnits) {
        send(token, new Function("mint", List.of(address(to), new Uint256(baseUnits)), List.of()));
        awaitMined();
    }

    /** Gives an account of a development chain ether for gas. */
    void fund(Address account, long ether) {
        rpc.call(
                "anvil_setBalance",
                account.toString(),
                "0x" + ONE_ETHER.multiply(BigInteger.valueOf(ether)).toString(16));
    }

    @SuppressWarnings("rawtypes") // FunctionEncoder takes raw types.
    private Address create(String contract, List<Type> arguments) {
        try {
            JsonNode artifact =
                    json.readTree(abiDirectory.resolve(contract + ".json").toFile());
            String data = artifact.path("bytecode").asText() + FunctionEncoder.encodeConstructor(arguments);
            Address created = addressOf(nonce);
            int bytes = data.length() / 2;
            submit(Map.of("data", data, "gas", hex(CREATION_GAS + GAS_PER_CODE_BYTE * bytes)));
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the committed bytecode of " + contract, e);
        }
    }

    private void send(Address contract, Function function) {
        submit(Map.of("to", contract.toString(), "data", FunctionEncoder.encode(function), "gas", hex(CALL_GAS)));
    }

    private void submit(Map<String, String> transaction) {
        Map<String, String> request = new TreeMap<>(transaction);
        request.put("from", deployer.toString());
        request.put("nonce", hex(nonce));
        pending.add(rpc.call("eth_sendTransaction", request).asText());
        nonce++;
    }

    private void awaitMined() {
        pending.forEach(rpc::receipt);
        pending.clear();
    }

    /** The address of a contract: the last 20 bytes of keccak256(rlp([sender, nonce])), here for one-byte nonces. */
    private Address addressOf(long creationNonce) {
        if (creationNonce >= RLP_SINGLE_BYTES) {
            throw new IllegalStateException("Contracts are deployed first, with nonces below 128");
        }
        byte nonceByte = (byte) (creationNonce == 0 ? RLP_SINGLE_BYTES : creationNonce);
        byte[] hash = Digests.keccak256(
                        new byte[] {RLP_LIST_OF_22, RLP_STRING_OF_20}, deployer.toArray(), new byte[] {nonceByte})
                .toArray();
        return Address.of(Arrays.copyOfRange(hash, Bytes32.LENGTH - Address.LENGTH, Bytes32.LENGTH));
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private static byte[] leftPadded(Address address) {
        byte[] padded = new byte[Bytes32.LENGTH];
        System.arraycopy(address.toArray(), 0, padded, Bytes32.LENGTH - Address.LENGTH, Address.LENGTH);
        return padded;
    }

    private static org.web3j.abi.datatypes.Address address(Address address) {
        return new org.web3j.abi.datatypes.Address(address.toString());
    }

    private static org.web3j.abi.datatypes.generated.Bytes32 bytes32(Bytes32 value) {
        return new org.web3j.abi.datatypes.generated.Bytes32(value.toArray());
    }
}
