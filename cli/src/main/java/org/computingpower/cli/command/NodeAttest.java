package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.computingpower.cli.chain.JsonRpc;
import org.computingpower.cli.http.ApiClient;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.cli.session.Table;
import org.computingpower.cli.session.Waiting;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.market.AttestationBinding;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.EvidenceEnvelope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Attests a node: nonce, quote, both signatures, verdict. */
@Command(
        name = "attest",
        description =
                "Take a nonce over a finalized block, let the gateway quote it, sign with the stake account, hand it to a validator and wait for the verdict.")
final class NodeAttest implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Node id.")
    private String node = "";

    @Mixin
    private final GatewayOptions gateway = new GatewayOptions();

    @Option(
            names = "--validator",
            paramLabel = "URL",
            description = "Validator that takes the evidence (default: the market's first).")
    private @Nullable String validator;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "For verdict and quorum (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds = 120;

    NodeAttest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        MarketFile market = session.market();
        NodeId nodeId = NodeId.parse(node);
        SigningKey stakeKey = session.wallet();
        JsonNode view = session.node(node);
        if (!Json.text(view, "stakeAccount").equals(stakeKey.address().toString())) {
            throw new CliException(
                    "The stake account " + Json.text(view, "stakeAccount") + " signs the evidence.",
                    "Use its wallet: --wallet NAME");
        }
        ApiClient judge = session.validator(Optional.ofNullable(validator)
                .orElseGet(() -> market.validators().getFirst().url().toString()));
        JsonNode nonce = nonce(judge, nodeId, market);
        session.output().progress("Nonce over block " + nonce.path("blockNumber") + "; asking the gateway for a quote");
        JsonNode quoted = gateway.open(session, node).quote(quoteRequest(view, nonce, market));
        ObjectNode evidence = evidence(view, nonce, quoted, stakeKey, market);
        JsonNode taken = judge.post("/api/attestation/v1/evidence", evidence);
        String evidenceId = Json.text(taken, "evidenceId");
        session.output().progress("Evidence " + evidenceId + " is being judged");
        JsonNode verdict = Waiting.until(
                "the verdict on " + evidenceId,
                timeout(),
                INTERVAL,
                () -> judge.find("/api/attestation/v1/nodes/" + nodeId)
                        .filter(found -> found.path("evidenceId").asText().equals(evidenceId)));
        boolean accepted = !verdict.path("decision").asText().equals("REJECT");
        if (accepted) {
            awaitQuorum(Json.text(taken, "quoteHash"));
        }
        session.output().result(verdict, out -> {
            Table table = Table.of("CHECK", "OUTCOME", "DETAIL");
            verdict.path("checks")
                    .forEach(check -> table.row(
                            check.path("name").asText(),
                            check.path("outcome").asText(),
                            check.path("detail").asText()));
            table.print(out);
            out.println(verdict.path("decision").asText() + " under "
                    + verdict.path("trustDomain").asText() + " trust " + verdict.path("reasons"));
        });
        return accepted ? 0 : 1;
    }

    private Duration timeout() {
        return Duration.ofSeconds(timeoutSeconds);
    }

    private void awaitQuorum(String quoteHash) {
        session.output().progress("Accepted; waiting for the quorum of validators");
        Waiting.until("the quorum's acceptance of " + quoteHash, timeout(), INTERVAL, () -> {
            JsonNode facet = session.node(node).path("facets").path("attestation");
            boolean isOurs = facet.path("quoteHash").asText().equals(quoteHash);
            return Optional.of(facet)
                    .filter(found -> isOurs && found.path("status").asText().equals("VALID"));
        });
    }

    /** The nonce is computed from the block, so a validator cannot choose it; the chain confirms the block. */
    private JsonNode nonce(ApiClient judge, NodeId nodeId, MarketFile market) {
        JsonNode nonce = judge.get("/api/attestation/v1/nonce?nodeId=" + nodeId);
        long number = nonce.path("blockNumber").asLong();
        Bytes32 hash = session.rpc().block(JsonRpc.hex(number)).hash();
        Bytes32 expected = AttestationBinding.nonce(market.chainId(), number, hash, nodeId);
        if (!Json.text(nonce, "nonce").equals(expected.toString())) {
            throw new CliException("The validator's nonce is not that of block " + number + ".");
        }
        return nonce;
    }

    private static ObjectNode quoteRequest(JsonNode view, JsonNode nonce, MarketFile market) {
        return Json.object()
                .put("chainId", market.chainId())
                .put("nodeRegistry", market.contracts().nodeRegistry().toString())
                .put("stakeAccount", Json.text(view, "stakeAccount"))
                .put("payee", Json.text(view, "payee"))
                .put("blockNumber", nonce.path("blockNumber").asLong())
                .put("nonce", Json.text(nonce, "nonce"));
    }

    /** Signs only what was checked: the envelope is over this quote, and the quote binds this node's accounts. */
    private static ObjectNode evidence(
            JsonNode view, JsonNode nonce, JsonNode quoted, SigningKey stakeKey, MarketFile market) {
        byte[] quote = Base64.getDecoder().decode(Json.text(quoted, "quote"));
        EvidenceEnvelope envelope = Json.read(quoted.path("envelope"), EvidenceEnvelope.class);
        VerifyingKey nodeKey = VerifyingKey.parse(Json.text(view, "publicKey"));
        AttestationBinding binding = new AttestationBinding(
                market.chainId(),
                market.contracts().nodeRegistry(),
                nodeKey,
                stakeKey.address(),
                Address.parse(Json.text(view, "payee")),
                Bytes32.parse(Json.text(quoted, "hpkePublicKey")),
                Bytes32.parse(Json.text(quoted, "tlsSpkiSha256")),
                nonce.path("blockNumber").asLong(),
                Bytes32.parse(Json.text(nonce, "nonce")));
        Signature nodeSignature = Signature.parse(Json.text(quoted, "nodeSignature"));
        boolean isOver = envelope.evidenceHash().equals(Digests.sha256(quote))
                && envelope.nodeId().equals(nodeKey.nodeId())
                && envelope.blockNumber() == binding.blockNumber();
        if (!isOver || !envelope.isSignedBy(nodeKey.address(), nodeSignature, market.domains())) {
            throw new CliException("The gateway's envelope is not the node's statement over this quote.");
        }
        requireBound(quote, binding);
        ObjectNode evidence = Json.object()
                .put("nodeId", nodeKey.nodeId().toString())
                .put("nodePublicKey", nodeKey.toString())
                .put("provider", Json.text(view, "providerAddress"))
                .put("stakeAccount", stakeKey.address().toString())
                .put("payee", binding.payee().toString())
                .put("hpkePublicKey", binding.hpkePublicKey().toString())
                .put("tlsSpkiSha256", binding.tlsSpkiSha256().toString())
                .put("blockNumber", binding.blockNumber())
                .put("quote", Json.text(quoted, "quote"))
                .put("nodeSignature", nodeSignature.toString())
                .put("stakeSignature", envelope.sign(stakeKey, market.domains()).toString());
        evidence.set("envelope", Json.of(envelope));
        return evidence;
    }

    /** A quote that cannot be read is left to the validator, which names every check; one that binds others is not signed. */
    private static void requireBound(byte[] quote, AttestationBinding binding) {
        try {
            if (!binding.isBoundBy(Quote.parse(quote).body().reportData().toByteArray())) {
                throw new CliException(
                        "The quote does not bind this node's keys and accounts.", "Is this the node's own gateway?");
            }
        } catch (QuoteFormatException e) {
            // Handed in all the same: the validator's verdict says what is wrong.
        }
    }
}
