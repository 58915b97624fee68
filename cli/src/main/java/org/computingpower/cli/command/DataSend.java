package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.computingpower.cli.data.ProtectionRule;
import org.computingpower.cli.data.SealedData;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.DataManifest;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.DataReceipt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Seals a file for the attested enclave of an order. */
@Command(
        name = "send",
        description = {
            "Check the gateway's attestation and TLS key, seal a file to the attested key (HPKE) and send it.",
            "Unless the workload itself runs in the TEE, the weaker protection must be accepted by name."
        })
final class DataSend implements Callable<Integer> {
    private static final long MAX_FILE_BYTES = 48L * 1024 * 1024;

    private final Session session;

    @Parameters(index = "0", paramLabel = "ORDER", description = "Order id.")
    private String order = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The data.")
    private Path file = Path.of("");

    @Option(names = "--accept", description = "The least protection you accept, one of ${COMPLETION-CANDIDATES}.")
    private @Nullable DataProtection accept;

    @Option(
            names = "--seq",
            paramLabel = "N",
            description = "Number of this piece (default: the next after the last sent).")
    private @Nullable Long seq;

    DataSend(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        OrderId orderId = OrderId.parse(order);
        SigningKey key = session.wallet();
        byte[] plaintext = read();
        try (AttestedGateway gateway = AttestedGateway.open(session, orderId, "Sealing data")) {
            requireAccepted(gateway);
            gateway.requireIdentity();
            long number = nextSeq(orderId);
            SealedData sealed = SealedData.seal(
                    plaintext,
                    gateway.evidence().bundle().hpkePublicKey(),
                    orderId,
                    gateway.evidence().quoteHash());
            Arrays.fill(plaintext, (byte) 0);
            DataManifest manifest = sealed.manifest(orderId, gateway.evidence().quoteHash(), number);
            ObjectNode request = Json.object();
            request.set("manifest", Json.of(manifest));
            request.put(
                            "signature",
                            manifest.sign(key, session.market().domains()).toString())
                    .put("encapsulation", Base64.getEncoder().encodeToString(sealed.encapsulation()))
                    .put("ciphertext", Base64.getEncoder().encodeToString(sealed.ciphertext()));
            JsonNode answer = gateway.client().post("/data/v1/orders/" + orderId, request);
            requireReceipt(answer, manifest, gateway);
            session.home().write(seqFile(orderId), Json.pretty(Json.object().put("seq", number)));
            session.output()
                    .result(
                            answer,
                            out -> out.println("Sealed and received: piece " + number + ", ciphertext "
                                    + manifest.ciphertextSha256() + ", quote " + manifest.quoteHash()));
        }
        return 0;
    }

    private byte[] read() {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new CliException("At most 48 MiB are sent at once.", "Split the file.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CliException("Cannot read " + file + ".");
        }
    }

    private void requireAccepted(AttestedGateway gateway) {
        DataProtection effective = ProtectionRule.effective(
                gateway.terms().dataProtection(), gateway.evidence().trustDomain());
        if (!ProtectionRule.mayBeSent(effective, Optional.ofNullable(accept))) {
            String meaning = effective == DataProtection.SIMULATED
                    ? "The TEE is SIMULATED, NOT INTEL: whoever runs the node can read the data."
                    : "The gateway's enclave opens the data, but the provider can read the workload's memory.";
            throw new CliException(
                    "Data is protected by " + effective + " only. " + meaning,
                    "If that is enough: --accept " + effective);
        }
    }

    private void requireReceipt(JsonNode answer, DataManifest manifest, AttestedGateway gateway) {
        DataReceipt receipt = Json.read(answer.path("receipt"), DataReceipt.class);
        Signature signature = Signature.parse(Json.text(answer, "signature"));
        boolean isFor = receipt.orderId().equals(manifest.orderId())
                && receipt.seq() == manifest.seq()
                && receipt.ciphertextSha256().equals(manifest.ciphertextSha256());
        boolean isSigned = receipt.isSignedBy(
                gateway.evidence().bundle().nodeKey().address(),
                signature,
                session.market().domains());
        if (!isFor || !isSigned) {
            throw new CliException("The gateway's receipt is not the node's signed statement over this data.");
        }
    }

    private long nextSeq(OrderId orderId) {
        Long given = seq;
        return given != null
                ? given
                : 1
                        + session.home()
                                .read(seqFile(orderId))
                                .map(text -> Json.parse(text, "The data's file")
                                        .path("seq")
                                        .asLong())
                                .orElse(0L);
    }

    private Path seqFile(OrderId orderId) {
        return session.home().path("data", orderId + ".json");
    }
}
