package org.computingpower.cli.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.EvidenceBundle;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.market.AttestationBinding;

/**
 * An evidence bundle as a validator gave it out. Nothing in it is believed before {@link EvidenceVerification} ran.
 *
 * @param evidence quote, collateral, policy and time
 * @param nodeId the node it claims to be of
 * @param nodeKey the node key it claims
 * @param stakeAccount the account behind the node
 * @param payee the account that is paid
 * @param hpkePublicKey key to which data is sealed
 * @param tlsSpkiSha256 hash of the gateway's TLS key
 * @param blockNumber block of the nonce
 * @param blockHash its hash
 * @param verdict the validator's signed verdict
 */
public record NodeBundle(
        EvidenceBundle evidence,
        NodeId nodeId,
        VerifyingKey nodeKey,
        Address stakeAccount,
        Address payee,
        Bytes32 hpkePublicKey,
        Bytes32 tlsSpkiSha256,
        long blockNumber,
        Bytes32 blockHash,
        JsonNode verdict) {
    private static final int MAX_LENGTH = 4 * 1024 * 1024;

    /** Reads a bundle. */
    public static NodeBundle parse(byte[] json) {
        if (json.length > MAX_LENGTH) {
            throw new CliException("An evidence bundle has at most 4 MiB.");
        }
        try {
            EvidenceBundle evidence = EvidenceBundle.parse(Bytes.copyOf(json));
            JsonNode tree = Json.parse(new String(json, StandardCharsets.UTF_8), "The evidence bundle");
            JsonNode binding = tree.path("binding");
            return new NodeBundle(
                    evidence,
                    NodeId.parse(Json.text(binding, "nodeId")),
                    VerifyingKey.parse(Json.text(binding, "nodePublicKey")),
                    Address.parse(Json.text(binding, "stakeAccount")),
                    Address.parse(Json.text(binding, "payee")),
                    Bytes32.parse(Json.text(binding, "hpkePublicKey")),
                    Bytes32.parse(Json.text(binding, "tlsSpkiSha256")),
                    binding.path("blockNumber").asLong(),
                    Bytes32.parse(Json.text(binding, "blockHash")),
                    tree.path("verdict"));
        } catch (JsonFormatException | IllegalArgumentException e) {
            throw new CliException("Not an evidence bundle: " + e.getMessage());
        }
    }

    /** SHA-256 of the quote. */
    public Bytes32 quoteHash() {
        return Digests.sha256(evidence.quote().toByteArray());
    }

    /** What the quote has to carry, computed here from the nonce's inputs. */
    public Bytes expectedReportData(long chainId, Address nodeRegistry) {
        Bytes32 nonce = AttestationBinding.nonce(chainId, blockNumber, blockHash, nodeId);
        byte[] data = new AttestationBinding(
                        chainId,
                        nodeRegistry,
                        nodeKey,
                        stakeAccount,
                        payee,
                        hpkePublicKey,
                        tlsSpkiSha256,
                        blockNumber,
                        nonce)
                .reportData();
        return Bytes.copyOf(Arrays.copyOf(data, AttestationBinding.REPORT_DATA_LENGTH));
    }
}
