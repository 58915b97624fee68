package org.computingpower.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.computingpower.terms.Bytes32;

/**
 * Writes the market file of a local stack (docs/protocol.md): short epochs and a small puzzle, so that a story of ten
 * epochs takes minutes on 2 cores. With these numbers an honest node fails a round with 1.4e-9, a node with half its
 * power passes one with 6e-14, and a 70 to 80 % node is not told apart.
 */
final class MarketFileWriter {
    private static final int EPOCH_SECONDS = 15;
    private static final long CHAIN_ID = 31_337;

    private final ObjectMapper json = new ObjectMapper();

    byte[] write(
            StackOptions options,
            long genesis,
            ContractDeployer.Deployed contracts,
            List<ContractDeployer.Member> validators,
            Bytes32 trustRootHash)
            throws IOException {
        ObjectNode market = json.createObjectNode();
        market.put("name", options.directory().getFileName().toString());
        market.put("profile", "local");
        market.put("chainId", CHAIN_ID);
        market.putArray("rpcUrls").add(StackPorts.http(options.ports().chain()));
        market.putObject("contracts")
                .put("nodeRegistry", contracts.nodeRegistry().toString())
                .put("stakeManager", contracts.stakeManager().toString())
                .put("orderEscrow", contracts.orderEscrow().toString())
                .put("validatorSet", contracts.validatorSet().toString())
                .put("token", contracts.token().toString());
        market.put("tokenSymbol", "CPT").put("tokenDecimals", 18).put("deployBlock", contracts.block());
        market.put("genesis", genesis).put("epochSeconds", EPOCH_SECONDS);
        market.putObject("proof")
                .put("mu", 512)
                .put("calibrationMu", 512)
                .put("threshold", 384)
                .put("windowMillis", 4000)
                .put("commitDeadlineMillis", 8000)
                .put("revealDeadlineMillis", 10_000)
                .put("closeMillis", 11_000)
                .put("maxShares", 1024)
                .put("drawFromMillis", 1000)
                .put("drawToMillis", 3000);
        market.put("feeBps", 500).put("validatorShareBps", 2000);
        market.putObject("orders")
                .put("minimumEpochs", 3)
                .put("quoteSeconds", 120)
                .put("reservationSeconds", 120)
                .put("acceptanceSeconds", 120)
                .put("unpaidInARowLimit", 4)
                .put("carryLimit", 3)
                .put("minimumStake", "1000000000000000000000")
                .put("orderLockBps", 3000);
        market.putObject("settlement")
                .put("batchEveryEpochs", 2)
                .put("cosignTimeoutSeconds", 5)
                .put("unchallengedAfterSeconds", 15);
        market.putObject("attestation").put("policyTtlSeconds", 86_400).put("blockMaxAgeSeconds", 3600);
        ArrayNode members = market.putArray("validators");
        for (ContractDeployer.Member member : validators) {
            members.addObject().put("address", member.address().toString()).put("url", member.endpoint());
        }
        market.put("validatorThreshold", options.threshold()).put("setVersion", 1);
        market.put("trustRootHash", trustRootHash.toString()).put("trustDomain", "SIMULATED");
        return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(market);
    }
}
