package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.computingpower.cli.http.ApiRefusal;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.terms.Address;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.PolicyActivation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Activates a policy by a quorum. */
@Command(name = "activate", description = "Let the validators sign a policy document and activate it in the registry.")
final class AdminPolicyActivate implements Callable<Integer> {
    private static final int LEAD_EPOCHS = 2;

    private final Session session;

    @Parameters(paramLabel = "FILE", description = "Policy document (JSON).")
    private Path file = Path.of("");

    @Option(names = "--effective-epoch", paramLabel = "EPOCH", description = "Default: the current epoch + 2.")
    private @Nullable Long effectiveEpoch;

    AdminPolicyActivate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        MarketFile market = session.market();
        byte[] bytes = read();
        Long given = effectiveEpoch;
        PolicyActivation activation = new PolicyActivation(
                market.setVersion(),
                version(bytes),
                Digests.sha256(bytes),
                given == null ? market.epochClock().epochAt(session.clock().instant()) + LEAD_EPOCHS : given);
        ObjectNode request = Json.object().put("document", new String(bytes, StandardCharsets.UTF_8));
        request.set("activation", Json.of(activation));
        SortedMap<Address, Signature> collected = collect(request, activation, market);
        ObjectNode post = request.deepCopy();
        ArrayNode signatures = post.putArray("signatures");
        collected.values().forEach(signature -> signatures.add(signature.toString()));
        JsonNode active = session.platform().post("/api/registry/v1/policies", post);
        session.output()
                .result(
                        active,
                        out -> out.println("Policy " + activation.version() + " (" + activation.policyHash()
                                + ") is active from epoch " + activation.effectiveEpoch() + ", signed by "
                                + collected.size() + " validators."));
        return 0;
    }

    private byte[] read() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CliException("Cannot read " + file + ".");
        }
    }

    private static long version(byte[] document) {
        try {
            return Policy.parse(Bytes.copyOf(document)).version();
        } catch (JsonFormatException e) {
            throw new CliException("Not a policy: " + e.getMessage());
        }
    }

    /** Only signatures that are a validator's over this very activation count; the registry checks them again. */
    private SortedMap<Address, Signature> collect(JsonNode request, PolicyActivation activation, MarketFile market) {
        SortedMap<Address, Signature> collected = new TreeMap<>();
        for (MarketFile.Validator member : market.validators()) {
            try {
                JsonNode answer = session.validator(member.url().toString())
                        .post("/api/attestation/v1/policies/signatures", request);
                Signature signature = Signature.parse(Json.text(answer, "signature"));
                if (activation.isSignedBy(member.address(), signature, market.domains())) {
                    collected.put(member.address(), signature);
                    session.output().progress("Signed by " + member.address());
                } else {
                    session.output().progress("Not signed by " + member.address() + ": a foreign signature");
                }
            } catch (ApiRefusal e) {
                session.output().progress("Refused by " + member.address() + ": " + e.title() + ": " + e.detail());
            } catch (CliException e) {
                session.output().progress("No answer of " + member.address() + ": " + e.getMessage());
            }
        }
        if (collected.size() < market.validatorThreshold()) {
            throw new CliException(
                    "Only " + collected.size() + " validators signed; " + market.validatorThreshold() + " are needed.");
        }
        return collected;
    }
}
