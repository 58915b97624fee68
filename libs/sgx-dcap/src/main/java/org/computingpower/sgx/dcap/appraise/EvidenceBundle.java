package org.computingpower.sgx.dcap.appraise;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.json.JsonText;
import org.computingpower.sgx.dcap.json.StrictJson;

/**
 * Everything needed to check a verdict again, offline and by anyone.
 *
 * @param quote the quote
 * @param pckChain PCK chain in PEM that came beside a quote without one
 * @param collateral collateral against which it was verified
 * @param policyDocument the policy as published, byte for byte
 * @param verifiedAt the instant for which it was verified
 * @param expectedReportData 64 bytes that the report data must equal
 * @param grace what a grace after a TCB recovery rests on, if the evidence stands by grace
 */
public record EvidenceBundle(
        Bytes quote,
        Optional<Bytes> pckChain,
        CollateralBytes collateral,
        Bytes policyDocument,
        Instant verifiedAt,
        Optional<Bytes> expectedReportData,
        Optional<GraceHistory> grace) {

    /** A bundle of evidence that needs no grace. */
    public EvidenceBundle(
            Bytes quote,
            Optional<Bytes> pckChain,
            CollateralBytes collateral,
            Bytes policyDocument,
            Instant verifiedAt,
            Optional<Bytes> expectedReportData) {
        this(quote, pckChain, collateral, policyDocument, verifiedAt, expectedReportData, Optional.empty());
    }

    /** The same with another expectation of the report data. */
    public EvidenceBundle withExpectedReportData(Bytes reportData) {
        return new EvidenceBundle(
                quote, pckChain, collateral, policyDocument, verifiedAt, Optional.of(reportData), grace);
    }

    /** Writes a JSON object whose members are base64 texts, but for {@code verifiedAt} and {@code lastAccepted}. */
    public Bytes toJson() {
        return JsonText.object(json -> {
            for (Map.Entry<String, Bytes> part : parts().entrySet()) {
                json.writeStringField(
                        part.getKey(),
                        Base64.getEncoder().encodeToString(part.getValue().toByteArray()));
            }
            json.writeStringField("verifiedAt", verifiedAt.toString());
            if (grace.isPresent()) {
                grace.get().write(json);
            }
        });
    }

    private Map<String, Bytes> parts() {
        Map<String, Bytes> parts = new LinkedHashMap<>();
        parts.put("quote", quote);
        pckChain.ifPresent(chain -> parts.put("pckChain", chain));
        parts.put("tcbInfo", collateral.tcbInfo());
        parts.put("tcbInfoIssuerChain", collateral.tcbInfoIssuerChain());
        parts.put("qeIdentity", collateral.qeIdentity());
        parts.put("qeIdentityIssuerChain", collateral.qeIdentityIssuerChain());
        parts.put("pckCrl", collateral.pckCrl());
        parts.put("pckCrlIssuerChain", collateral.pckCrlIssuerChain());
        parts.put("rootCaCrl", collateral.rootCaCrl());
        parts.put("policyDocument", policyDocument);
        expectedReportData.ifPresent(data -> parts.put("expectedReportData", data));
        grace.ifPresent(history -> {
            parts.put("evaluationNumbers", history.evaluationNumbers());
            parts.put("evaluationNumbersIssuerChain", history.evaluationNumbersIssuerChain());
        });
        return parts;
    }

    /** Reads what {@link #toJson} wrote. Other members are skipped, so that a service may add its own. */
    public static EvidenceBundle parse(Bytes json) throws JsonFormatException {
        Map<String, Bytes> parts = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        List<GraceHistory.Word> last = new ArrayList<>();
        StrictJson.read(json, reader -> {
            reader.object((name, value) -> {
                if (name.equals("lastAccepted")) {
                    last.add(GraceHistory.read(value));
                } else {
                    member(name, value, parts, texts);
                }
            });
            return parts;
        });
        try {
            return new EvidenceBundle(
                    required(parts, "quote"),
                    Optional.ofNullable(parts.get("pckChain")),
                    new CollateralBytes(
                            required(parts, "tcbInfo"),
                            required(parts, "tcbInfoIssuerChain"),
                            required(parts, "qeIdentity"),
                            required(parts, "qeIdentityIssuerChain"),
                            required(parts, "pckCrl"),
                            required(parts, "pckCrlIssuerChain"),
                            required(parts, "rootCaCrl")),
                    required(parts, "policyDocument"),
                    Instant.parse(StrictJson.require("verifiedAt", texts.get("verifiedAt"))),
                    Optional.ofNullable(parts.get("expectedReportData")),
                    grace(last, parts));
        } catch (DateTimeException e) {
            throw new JsonFormatException("malformed verifiedAt", e);
        }
    }

    private static Optional<GraceHistory> grace(List<GraceHistory.Word> last, Map<String, Bytes> parts)
            throws JsonFormatException {
        return last.isEmpty()
                ? Optional.empty()
                : Optional.of(new GraceHistory(
                        last.getFirst().lastAccepted(),
                        last.getFirst().recoveryEventDate(),
                        required(parts, "evaluationNumbers"),
                        required(parts, "evaluationNumbersIssuerChain")));
    }

    private static void member(String name, StrictJson value, Map<String, Bytes> parts, Map<String, String> texts)
            throws IOException, JsonFormatException {
        switch (name) {
            case "quote",
                    "pckChain",
                    "tcbInfo",
                    "tcbInfoIssuerChain",
                    "qeIdentity",
                    "qeIdentityIssuerChain",
                    "pckCrl",
                    "pckCrlIssuerChain",
                    "rootCaCrl",
                    "policyDocument",
                    "evaluationNumbers",
                    "evaluationNumbersIssuerChain",
                    "expectedReportData" -> parts.put(name, value.base64());
            case "verifiedAt" -> texts.put(name, value.text());
            default -> value.skip();
        }
    }

    private static Bytes required(Map<String, Bytes> parts, String name) throws JsonFormatException {
        return StrictJson.require(name, parts.get(name));
    }
}
