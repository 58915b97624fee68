package org.computingpower.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
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

    private final Rpc rpc;
    private final Path abiDirectory;
    private final Address deployer;
    private final ObjectMapper json = new ObjectMapper();

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
    }

    Deployed deploy(List<Member> members, int threshold, Bytes32 trustRootHash) {
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
        return new Deployed(token, validatorSet, nodeRegistry, stakeManager, orderEscrow, block);
    }

    /** Binds the market file to the contracts; possible once. */
    void bindMarketFile(Deployed deployed, Bytes32 sha256) {
        send(deployed.nodeRegistry(), new Function("setMarketFileHash", List.of(bytes32(sha256)), List.of()));
    }

    /** Creates tokens for an account of a development chain. */
    void mint(Address token, Address to, BigInteger baseUnits) {
        send(token, new Function("mint", List.of(address(to), new Uint256(baseUnits)), List.of()));
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
            String hash = rpc.call("eth_sendTransaction", Map.of("from", deployer.toString(), "data", data))
                    .asText();
            return Address.parse(rpc.receipt(hash).path("contractAddress").asText());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the committed bytecode of " + contract, e);
        }
    }

    private void send(Address contract, Function function) {
        String hash = rpc.call(
                        "eth_sendTransaction",
                        Map.of(
                                "from", deployer.toString(),
                                "to", contract.toString(),
                                "data", FunctionEncoder.encode(function)))
                .asText();
        rpc.receipt(hash);
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
