package org.computingpower.sgx.dcap.verify;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.SgxType;
import org.computingpower.sgx.dcap.TrustDomain;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.json.JsonFormatException.Kind;
import org.computingpower.sgx.dcap.json.JsonText;
import org.computingpower.sgx.dcap.json.StrictJson;
import org.computingpower.sgx.dcap.parse.ReportBody;
import org.computingpower.sgx.dcap.parse.SgxReport;
import org.computingpower.sgx.dcap.parse.TdReport;

/**
 * Claims as JSON, for storing and for re-appraisal later. A flat object of texts; bytes are hexadecimal. Whoever reads
 * claims back must have kept them where nobody else could write: they carry no signature.
 */
public final class ClaimsJson {
    private ClaimsJson() {}

    public static Bytes write(Claims claims) {
        return JsonText.object(json -> {
            json.writeStringField("trustDomain", claims.trustDomain().name());
            json.writeStringField("trustRootHash", claims.trustRootHash().hex());
            json.writeStringField("quoteHash", claims.quoteHash().hex());
            json.writeStringField("quoteVersion", Integer.toString(claims.quoteVersion()));
            json.writeStringField("tee", claims.tee().name());
            json.writeStringField("body", claims.body().raw().hex());
            write(json, claims.platform());
        });
    }

    private static void write(JsonGenerator json, PlatformClaims platform) throws IOException {
        json.writeStringField("platformId", platform.platformId().hex());
        json.writeStringField("pckSerialNumber", platform.pckSerialNumber().toString(16));
        json.writeStringField("pckIssuer", platform.pckIssuer().hex());
        json.writeStringField("pckIssuerKey", platform.pckIssuerKey().hex());
        json.writeStringField("pckNotBefore", platform.pckNotBefore().toString());
        json.writeStringField("pckNotAfter", platform.pckNotAfter().toString());
        json.writeStringField("fmspc", platform.fmspc().hex());
        json.writeStringField("pceId", platform.pceId().hex());
        json.writeStringField("sgxType", platform.sgxType().name());
        json.writeStringField("sgxTcbComponents", platform.sgxTcbComponents().hex());
        json.writeStringField("pceSvn", Integer.toString(platform.pceSvn()));
        json.writeStringField("cpuSvn", platform.cpuSvn().hex());
        if (platform.platformInstanceId().isPresent()) {
            json.writeStringField(
                    "platformInstanceId", platform.platformInstanceId().get().hex());
        }
        json.writeStringField("qeReport", platform.qeReport().raw().hex());
    }

    public static Claims read(Bytes json) throws JsonFormatException {
        Map<String, String> members = new HashMap<>();
        StrictJson.read(json, reader -> {
            reader.object((name, value) -> members.put(name, value.text()));
            return members;
        });
        try {
            return new Claims(
                    TrustDomain.valueOf(text(members, "trustDomain")),
                    bytes(members, "trustRootHash"),
                    bytes(members, "quoteHash"),
                    Integer.parseInt(text(members, "quoteVersion")),
                    body(members),
                    platform(members));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new JsonFormatException("malformed claims", e);
        }
    }

    private static ReportBody body(Map<String, String> members) throws JsonFormatException {
        Bytes raw = bytes(members, "body");
        return switch (text(members, "tee")) {
            case "SGX" -> new SgxReport(raw);
            case "TDX" -> new TdReport(raw);
            default -> throw new JsonFormatException(Kind.INVALID, "unknown TEE");
        };
    }

    private static PlatformClaims platform(Map<String, String> members) throws JsonFormatException {
        return new PlatformClaims(
                bytes(members, "platformId"),
                new BigInteger(text(members, "pckSerialNumber"), 16),
                bytes(members, "pckIssuer"),
                bytes(members, "pckIssuerKey"),
                Instant.parse(text(members, "pckNotBefore")),
                Instant.parse(text(members, "pckNotAfter")),
                bytes(members, "fmspc"),
                bytes(members, "pceId"),
                SgxType.valueOf(text(members, "sgxType")),
                bytes(members, "sgxTcbComponents"),
                Integer.parseInt(text(members, "pceSvn")),
                bytes(members, "cpuSvn"),
                members.containsKey("platformInstanceId")
                        ? Optional.of(bytes(members, "platformInstanceId"))
                        : Optional.empty(),
                new SgxReport(bytes(members, "qeReport")));
    }

    private static String text(Map<String, String> members, String name) throws JsonFormatException {
        return StrictJson.require(name, members.get(name));
    }

    private static Bytes bytes(Map<String, String> members, String name) throws JsonFormatException {
        return Bytes.ofHex(text(members, name));
    }
}
