package org.computingpower.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;

/** The market of a local stack: deployed contracts, market file and a faucet for its worthless token. */
final class LocalMarket {
    private static final BigInteger FAUCET_TOKENS = BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(1_000_000));
    private static final long FAUCET_ETHER = 10;
    private static final long RELAYER_ETHER = 10_000;

    private final ContractDeployer deployer;
    private final byte[] file;
    private final Address token;

    private LocalMarket(ContractDeployer deployer, byte[] file, Address token) {
        this.deployer = deployer;
        this.file = file;
        this.token = token;
    }

    /**
     * Deploys and binds on first use; afterwards checks that chain and file still belong together.
     *
     * @throws IllegalStateException if the chain's state is gone while the file is there
     */
    static LocalMarket open(StackOptions options, StackPaths paths, Secrets secrets, Bytes32 trustRootHash) {
        Rpc rpc = new Rpc(StackPorts.http(options.ports().chain()));
        ContractDeployer deployer =
                new ContractDeployer(rpc, options.repository().resolve("contracts/abi"), address(secrets, "deployer"));
        try {
            if (!Files.exists(paths.marketFile())) {
                deployer.fund(address(secrets, "relayer"), RELAYER_ETHER);
                List<ContractDeployer.Member> members = IntStream.range(0, options.validators())
                        .mapToObj(i -> new ContractDeployer.Member(
                                address(secrets, "validator-" + i),
                                StackPorts.http(options.ports().validatorEdge(i))))
                        .toList();
                ContractDeployer.Deployed deployed = deployer.deploy(members, options.threshold(), trustRootHash);
                long genesis = Long.decode(rpc.call("eth_getBlockByNumber", "latest", false)
                        .path("timestamp")
                        .asText());
                byte[] bytes = new MarketFileWriter().write(options, genesis, deployed, members, trustRootHash);
                deployer.bindMarketFile(deployed, Digests.sha256(bytes));
                Files.write(paths.marketFile(), bytes);
            }
            byte[] bytes = Files.readAllBytes(paths.marketFile());
            JsonNode market = new ObjectMapper().readTree(bytes);
            requireDeployed(rpc, market);
            return new LocalMarket(
                    deployer,
                    bytes,
                    Address.parse(market.path("contracts").path("token").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireDeployed(Rpc rpc, JsonNode market) {
        String registry = market.path("contracts").path("nodeRegistry").asText();
        if (rpc.call("eth_getCode", registry, "latest").asText().length() <= 2) {
            throw new IllegalStateException(
                    "The chain's state is gone while the databases are not. Run ./platform reset and start again.");
        }
    }

    private static Address address(Secrets secrets, String name) {
        return SigningKey.of(Bytes32.parse("0x" + secrets.privateKey(name))).address();
    }

    /** The exact bytes of the market file. */
    byte[] file() {
        return file.clone();
    }

    /** SHA-256 of the market file. */
    Bytes32 sha256() {
        return Digests.sha256(file);
    }

    /** Gives an account ether for gas and a million tokens; development chains only. */
    void faucet(Address account) {
        deployer.fund(account, FAUCET_ETHER);
        deployer.mint(token, account, FAUCET_TOKENS);
    }
}
