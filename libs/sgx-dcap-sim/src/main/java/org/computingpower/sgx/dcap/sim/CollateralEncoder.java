package org.computingpower.sgx.dcap.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.crypto.Sha256;
import org.computingpower.sgx.dcap.parse.IsvSvnLevel;
import org.computingpower.sgx.dcap.parse.TcbLevel;
import org.computingpower.sgx.dcap.parse.TdxModuleIdentity;

/** Writes TCB info of version 3 and enclave identities of version 2 as the PCS does, without white space. */
final class CollateralEncoder {
    private static final JsonFactory FACTORY = new JsonFactory();

    private CollateralEncoder() {}

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** The simulated quoting enclaves are not signed by Intel. */
    static Bytes qeMrSigner(Tee tee) {
        String text = "SIMULATED " + tee.qeIdentityId() + " NOT INTEL";
        return Sha256.of(Bytes.copyOf(text.getBytes(StandardCharsets.US_ASCII)));
    }

    static int qeIsvProdId(Tee tee) {
        return switch (tee) {
            case SGX -> 1;
            case TDX -> 2;
        };
    }

    static Bytes tcbInfo(Tee tee, Bytes fmspc, Bytes pceId, TcbScenario scenario, Instant issued, SimulatedKey key) {
        return signed("tcbInfo", key, json -> {
            json.writeStringField("id", tee.tcbInfoId());
            json.writeNumberField("version", 3);
            window(json, issued, issued.plus(scenario.lifetime()));
            json.writeStringField("fmspc", fmspc.hex());
            json.writeStringField("pceId", pceId.hex());
            json.writeNumberField("tcbType", 0);
            json.writeNumberField("tcbEvaluationDataNumber", scenario.tcbEvaluationDataNumber());
            if (tee == Tee.TDX) {
                modules(json, scenario.tdxModules());
            }
            json.writeArrayFieldStart("tcbLevels");
            for (TcbLevel level : scenario.levels()) {
                level(json, tee, level);
            }
            json.writeEndArray();
        });
    }

    static Bytes qeIdentity(Tee tee, TcbScenario scenario, Instant issued, SimulatedKey key) {
        return signed("enclaveIdentity", key, json -> {
            json.writeStringField("id", tee.qeIdentityId());
            json.writeNumberField("version", 2);
            window(json, issued, issued.plus(scenario.lifetime()));
            json.writeNumberField("tcbEvaluationDataNumber", scenario.tcbEvaluationDataNumber());
            json.writeStringField("miscselect", "00000000");
            json.writeStringField("miscselectMask", "FFFFFFFF");
            json.writeStringField("attributes", "11000000000000000000000000000000");
            json.writeStringField("attributesMask", "FBFFFFFFFFFFFFFF0000000000000000");
            json.writeStringField("mrsigner", upper(qeMrSigner(tee)));
            json.writeNumberField("isvprodid", qeIsvProdId(tee));
            isvSvnLevels(json, scenario.qeLevels());
        });
    }

    /** The list of evaluation numbers ({@code GET .../tcbevaluationdatanumbers}). */
    static Bytes evaluationNumbers(Tee tee, TcbScenario scenario, Instant issued, SimulatedKey key) {
        return signed("tcbEvaluationDataNumbers", key, json -> {
            json.writeStringField("id", tee.tcbInfoId());
            json.writeNumberField("version", 1);
            window(json, issued, issued.plus(scenario.lifetime()));
            json.writeArrayFieldStart("tcbEvalNumbers");
            json.writeStartObject();
            json.writeNumberField("tcbEvaluationDataNumber", scenario.tcbEvaluationDataNumber());
            json.writeStringField(
                    "tcbRecoveryEventDate", date(scenario.levels().getFirst().tcbDate()));
            json.writeStringField("tcbDate", date(scenario.levels().getFirst().tcbDate()));
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    private static void level(JsonGenerator json, Tee tee, TcbLevel level) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("tcb");
        components(json, "sgxtcbcomponents", level.sgxComponents());
        json.writeNumberField("pcesvn", level.pceSvn());
        if (tee == Tee.TDX) {
            components(json, "tdxtcbcomponents", level.tdxComponents());
        }
        json.writeEndObject();
        json.writeStringField("tcbDate", date(level.tcbDate()));
        json.writeStringField("tcbStatus", level.status().intelName());
        advisories(json, level.advisoryIds());
        json.writeEndObject();
    }

    private static void components(JsonGenerator json, String name, Bytes svns) throws IOException {
        json.writeArrayFieldStart(name);
        for (int i = 0; i < svns.length(); i++) {
            json.writeStartObject();
            json.writeNumberField("svn", svns.unsignedAt(i));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void modules(JsonGenerator json, List<TdxModuleIdentity> modules) throws IOException {
        json.writeObjectFieldStart("tdxModule");
        json.writeStringField("mrsigner", "0".repeat(96));
        json.writeStringField("attributes", "0".repeat(16));
        json.writeStringField("attributesMask", "F".repeat(16));
        json.writeEndObject();
        json.writeArrayFieldStart("tdxModuleIdentities");
        for (TdxModuleIdentity module : modules) {
            json.writeStartObject();
            json.writeStringField("id", module.id());
            json.writeStringField("mrsigner", upper(module.mrSigner()));
            json.writeStringField("attributes", upper(module.attributes()));
            json.writeStringField("attributesMask", upper(module.attributesMask()));
            isvSvnLevels(json, module.levels());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void isvSvnLevels(JsonGenerator json, List<IsvSvnLevel> levels) throws IOException {
        json.writeArrayFieldStart("tcbLevels");
        for (IsvSvnLevel level : levels) {
            json.writeStartObject();
            json.writeObjectFieldStart("tcb");
            json.writeNumberField("isvsvn", level.isvSvn());
            json.writeEndObject();
            json.writeStringField("tcbDate", date(level.tcbDate()));
            json.writeStringField("tcbStatus", level.status().intelName());
            advisories(json, level.advisoryIds());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void advisories(JsonGenerator json, List<String> advisoryIds) throws IOException {
        if (!advisoryIds.isEmpty()) {
            json.writeArrayFieldStart("advisoryIDs");
            for (String advisoryId : advisoryIds) {
                json.writeString(advisoryId);
            }
            json.writeEndArray();
        }
    }

    private static void window(JsonGenerator json, Instant issued, Instant nextUpdate) throws IOException {
        json.writeStringField("issueDate", date(issued));
        json.writeStringField("nextUpdate", date(nextUpdate));
    }

    private static String date(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String upper(Bytes bytes) {
        return bytes.hex().toUpperCase(Locale.ROOT);
    }

    /** The signature covers exactly the bytes of the object after {@code "name":}. */
    private static Bytes signed(String name, SimulatedKey key, Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String body = text.toString();
        String signature =
                Bytes.copyOf(key.signRaw(body.getBytes(StandardCharsets.UTF_8))).hex();
        String document = "{\"" + name + "\":" + body + ",\"signature\":\"" + signature + "\"}";
        return Bytes.copyOf(document.getBytes(StandardCharsets.UTF_8));
    }
}
