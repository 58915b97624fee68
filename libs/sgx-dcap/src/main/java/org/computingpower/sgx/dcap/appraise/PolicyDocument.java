package org.computingpower.sgx.dcap.appraise;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.SgxType;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.json.JsonText;
import org.computingpower.sgx.dcap.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * A policy as JSON. Members are those of {@link Policy} by name; bytes are hexadecimal, statuses in Intel's spelling,
 * the grace in seconds. An unknown member is refused: a rule that a reader does not know must not be passed over.
 */
final class PolicyDocument {
    private static final int MAX_ENTRIES = 1024;
    private static final long MAX_GRACE_SECONDS = Duration.ofDays(3650).toSeconds();

    private @Nullable Long version;
    private @Nullable Set<Bytes> trustRoots;
    private final List<UnaryOperator<PolicyBuilder>> settings = new ArrayList<>();

    private PolicyDocument() {}

    /** Members may be left out, except version and roots; what is left out is as in {@link Policy#standard}. */
    static Policy read(Bytes document) throws JsonFormatException {
        return StrictJson.read(document, json -> {
            PolicyDocument reader = new PolicyDocument();
            json.object(reader::member);
            PolicyBuilder builder = new PolicyBuilder(
                    StrictJson.require("version", reader.version), StrictJson.require("trustRoots", reader.trustRoots));
            for (UnaryOperator<PolicyBuilder> setting : reader.settings) {
                builder = setting.apply(builder);
            }
            return built(builder);
        });
    }

    private static Policy built(PolicyBuilder builder) throws JsonFormatException {
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new JsonFormatException(JsonFormatException.Kind.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private void member(String name, StrictJson json) throws IOException, JsonFormatException {
        switch (name) {
            case "version" -> version = json.number(Policy.MAX_VERSION);
            case "trustRoots" -> trustRoots = hexSet(json, 32);
            case "sgx" -> {
                List<SgxMeasurement> sgx = json.array(MAX_ENTRIES, PolicyDocument::sgx);
                settings.add(builder -> builder.sgx(sgx));
            }
            case "tdx" -> {
                List<TdxMeasurement> tdx = json.array(MAX_ENTRIES, PolicyDocument::tdx);
                settings.add(builder -> builder.tdx(tdx));
            }
            case "acceptedStatuses" -> {
                Set<TcbStatus> statuses = statuses(json);
                settings.add(builder -> builder.acceptedStatuses(statuses));
            }
            case "toleratedStatuses" -> {
                Set<TcbStatus> statuses = statuses(json);
                settings.add(builder -> builder.toleratedStatuses(statuses));
            }
            case "outOfDateGraceSeconds" -> {
                Duration grace = Duration.ofSeconds(json.number(MAX_GRACE_SECONDS));
                settings.add(builder -> builder.outOfDateGrace(grace));
            }
            case "toleratedAdvisories" -> {
                Set<String> advisories = new HashSet<>(json.texts(MAX_ENTRIES));
                settings.add(builder -> builder.toleratedAdvisories(advisories));
            }
            case "deniedAdvisories" -> {
                Set<String> advisories = new HashSet<>(json.texts(MAX_ENTRIES));
                settings.add(builder -> builder.deniedAdvisories(advisories));
            }
            default -> platformMember(name, json);
        }
    }

    private void platformMember(String name, StrictJson json) throws IOException, JsonFormatException {
        switch (name) {
            case "minTcbEvaluationDataNumber" -> {
                int minimum = json.integer(Integer.MAX_VALUE);
                settings.add(builder -> builder.minTcbEvaluationDataNumber(minimum));
            }
            case "sgxTypes" -> {
                Set<SgxType> types = sgxTypes(json);
                settings.add(builder -> builder.sgxTypes(types));
            }
            case "requireSeptVeDisable" -> {
                boolean required = json.bool();
                settings.add(builder -> builder.requireSeptVeDisable(required));
            }
            case "allowedServiceTds" -> {
                Set<Bytes> measurements = hexSet(json, 48);
                settings.add(builder -> builder.allowedServiceTds(measurements));
            }
            case "nodesPerPlatform" -> {
                int nodes = json.integer(Policy.MAX_NODES_PER_PLATFORM);
                settings.add(builder -> builder.nodesPerPlatform(nodes));
            }
            case "dangerousAllowSimulatedDebug" -> {
                boolean allowed = json.bool();
                settings.add(builder -> builder.dangerousAllowSimulatedDebug(allowed));
            }
            default -> throw new JsonFormatException(JsonFormatException.Kind.INVALID, "unknown rule " + name);
        }
    }

    private static Set<Bytes> hexSet(StrictJson json, int length) throws IOException, JsonFormatException {
        return new HashSet<>(json.array(MAX_ENTRIES, element -> element.hex(length)));
    }

    private static Set<TcbStatus> statuses(StrictJson json) throws IOException, JsonFormatException {
        Set<TcbStatus> statuses = new HashSet<>();
        for (String name : json.texts(MAX_ENTRIES)) {
            statuses.add(TcbStatus.ofIntelName(name)
                    .orElseThrow(() ->
                            new JsonFormatException(JsonFormatException.Kind.INVALID, "unknown TCB status " + name)));
        }
        return statuses;
    }

    private static Set<SgxType> sgxTypes(StrictJson json) throws IOException, JsonFormatException {
        Set<SgxType> types = new HashSet<>();
        for (String name : json.texts(MAX_ENTRIES)) {
            types.add(Stream.of(SgxType.values())
                    .filter(type -> type.name().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new JsonFormatException(JsonFormatException.Kind.INVALID, "unknown SGX type " + name)));
        }
        return types;
    }

    private static SgxMeasurement sgx(StrictJson json) throws IOException, JsonFormatException {
        MeasurementMembers members = MeasurementMembers.read(json);
        return members.mrEnclave != null
                ? new SgxMeasurement.ByEnclave(members.mrEnclave)
                : new SgxMeasurement.BySigner(
                        StrictJson.require("mrSigner", members.mrSigner),
                        StrictJson.require("isvProdId", members.isvProdId),
                        StrictJson.require("minIsvSvn", members.minIsvSvn));
    }

    private static TdxMeasurement tdx(StrictJson json) throws IOException, JsonFormatException {
        MeasurementMembers members = MeasurementMembers.read(json);
        return new TdxMeasurement(
                StrictJson.require("mrTd", members.mrTd), members.rtmr, Optional.ofNullable(members.mrSeam));
    }

    private static final class MeasurementMembers {
        private @Nullable Bytes mrEnclave;
        private @Nullable Bytes mrSigner;
        private @Nullable Integer isvProdId;
        private @Nullable Integer minIsvSvn;
        private @Nullable Bytes mrTd;
        private @Nullable Bytes mrSeam;
        private final List<Optional<Bytes>> rtmr =
                new ArrayList<>(List.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));

        private static MeasurementMembers read(StrictJson json) throws IOException, JsonFormatException {
            MeasurementMembers members = new MeasurementMembers();
            json.object((name, value) -> {
                switch (name) {
                    case "mrEnclave" -> members.mrEnclave = value.hex(32);
                    case "mrSigner" -> members.mrSigner = value.hex(32);
                    case "isvProdId" -> members.isvProdId = value.integer(0xffff);
                    case "minIsvSvn" -> members.minIsvSvn = value.integer(0xffff);
                    case "mrTd" -> members.mrTd = value.hex(48);
                    case "mrSeam" -> members.mrSeam = value.hex(48);
                    case "rtmr0", "rtmr1", "rtmr2", "rtmr3" ->
                        members.rtmr.set(name.charAt(4) - '0', Optional.of(value.hex(48)));
                    default -> throw new JsonFormatException(JsonFormatException.Kind.INVALID, "unknown rule " + name);
                }
            });
            return members;
        }
    }

    static Bytes write(Policy policy) {
        return JsonText.object(json -> {
            json.writeNumberField("version", policy.version());
            texts(json, "trustRoots", policy.trustRoots().stream().map(Bytes::hex));
            json.writeArrayFieldStart("sgx");
            for (SgxMeasurement measurement : policy.sgx()) {
                write(json, measurement);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("tdx");
            for (TdxMeasurement measurement : policy.tdx()) {
                write(json, measurement);
            }
            json.writeEndArray();
            texts(json, "acceptedStatuses", names(policy.acceptedStatuses()));
            texts(json, "toleratedStatuses", names(policy.toleratedStatuses()));
            json.writeNumberField(
                    "outOfDateGraceSeconds", policy.outOfDateGrace().toSeconds());
            texts(json, "toleratedAdvisories", policy.toleratedAdvisories().stream());
            texts(json, "deniedAdvisories", policy.deniedAdvisories().stream());
            json.writeNumberField("minTcbEvaluationDataNumber", policy.minTcbEvaluationDataNumber());
            texts(json, "sgxTypes", policy.sgxTypes().stream().map(SgxType::name));
            json.writeBooleanField("requireSeptVeDisable", policy.requireSeptVeDisable());
            texts(json, "allowedServiceTds", policy.allowedServiceTds().stream().map(Bytes::hex));
            json.writeNumberField("nodesPerPlatform", policy.nodesPerPlatform());
            json.writeBooleanField("dangerousAllowSimulatedDebug", policy.dangerousAllowSimulatedDebug());
        });
    }

    private static Stream<String> names(Collection<TcbStatus> statuses) {
        return statuses.stream().map(TcbStatus::intelName);
    }

    private static void texts(JsonGenerator json, String name, Stream<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts.sorted().toList()) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, SgxMeasurement measurement) throws IOException {
        json.writeStartObject();
        switch (measurement) {
            case SgxMeasurement.ByEnclave(Bytes mrEnclave) -> json.writeStringField("mrEnclave", mrEnclave.hex());
            case SgxMeasurement.BySigner(Bytes mrSigner, int isvProdId, int minIsvSvn) -> {
                json.writeStringField("mrSigner", mrSigner.hex());
                json.writeNumberField("isvProdId", isvProdId);
                json.writeNumberField("minIsvSvn", minIsvSvn);
            }
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, TdxMeasurement measurement) throws IOException {
        json.writeStartObject();
        json.writeStringField("mrTd", measurement.mrTd().hex());
        for (int i = 0; i < measurement.rtmr().size(); i++) {
            if (measurement.rtmr().get(i).isPresent()) {
                json.writeStringField(
                        "rtmr" + i, measurement.rtmr().get(i).get().hex());
            }
        }
        if (measurement.mrSeam().isPresent()) {
            json.writeStringField("mrSeam", measurement.mrSeam().get().hex());
        }
        json.writeEndObject();
    }
}
