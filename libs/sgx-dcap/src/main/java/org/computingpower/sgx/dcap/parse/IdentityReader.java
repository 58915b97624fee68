package org.computingpower.sgx.dcap.parse;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.json.JsonFormatException.Kind;
import org.computingpower.sgx.dcap.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * Collects the members of an enclave identity or a TDX module identity ({@code
 * AttestationParsers/src/Json/EnclaveIdentity.cpp, TdxModuleIdentity.cpp}), which share most of them.
 */
final class IdentityReader {
    private static final Set<String> ENCLAVE_IDS = Set.of("QE", "QVE", "TD_QE");
    private static final int MAX_LEVELS = 256;
    private static final int MAX_ADVISORIES = 256;

    private final int mrSignerLength;
    private final int attributesLength;
    private @Nullable String id;
    private @Nullable Integer version;
    private @Nullable Instant issueDate;
    private @Nullable Instant nextUpdate;
    private @Nullable Integer evaluationNumber;
    private @Nullable Bytes miscSelect;
    private @Nullable Bytes miscSelectMask;
    private @Nullable Bytes attributes;
    private @Nullable Bytes attributesMask;
    private @Nullable Bytes mrSigner;
    private @Nullable Integer isvProdId;
    private @Nullable List<IsvSvnLevel> levels;

    private IdentityReader(int mrSignerLength, int attributesLength) {
        this.mrSignerLength = mrSignerLength;
        this.attributesLength = attributesLength;
    }

    static EnclaveIdentity enclaveIdentity(Bytes body) throws JsonFormatException {
        return StrictJson.read(body, json -> {
            IdentityReader reader = new IdentityReader(32, 16);
            json.object(reader::member);
            return reader.enclaveIdentity();
        });
    }

    static TdxModuleIdentity tdxModule(StrictJson json) throws IOException, JsonFormatException {
        IdentityReader reader = new IdentityReader(48, 8);
        json.object(Kind.FORMAT, reader::member);
        return reader.tdxModule("", List.of());
    }

    static TdxModuleIdentity tdxModuleIdentity(StrictJson json) throws IOException, JsonFormatException {
        IdentityReader reader = new IdentityReader(48, 8);
        json.object(Kind.FORMAT, reader::member);
        List<IsvSvnLevel> levels = reader.levels(Kind.FORMAT);
        if (levels.stream().map(IsvSvnLevel::isvSvn).distinct().count() != levels.size()) {
            throw new JsonFormatException(Kind.FORMAT, "two levels of a TDX module with the same isvsvn");
        }
        return reader.tdxModule(StrictJson.require("id", reader.id), levels);
    }

    private void member(String name, StrictJson json) throws IOException, JsonFormatException {
        switch (name) {
            case "id" -> id = json.text();
            case "version" -> version = json.integer(Integer.MAX_VALUE);
            case "issueDate" -> issueDate = json.date();
            case "nextUpdate" -> nextUpdate = json.date();
            case "tcbEvaluationDataNumber" -> evaluationNumber = json.integer(Integer.MAX_VALUE);
            case "miscselect" -> miscSelect = json.hex(4);
            case "miscselectMask" -> miscSelectMask = json.hex(4);
            case "attributes" -> attributes = json.hex(attributesLength);
            case "attributesMask" -> attributesMask = json.hex(attributesLength);
            case "mrsigner" -> mrSigner = json.hex(mrSignerLength);
            case "isvprodid" -> isvProdId = json.integer(0xffff);
            case "tcbLevels" -> levels = json.array(MAX_LEVELS, IdentityReader::level);
            default -> json.skip();
        }
    }

    private EnclaveIdentity enclaveIdentity() throws JsonFormatException {
        String ofId = required("id", id);
        if (!ENCLAVE_IDS.contains(ofId)) {
            throw new JsonFormatException(Kind.INVALID, "unknown enclave identity " + ofId);
        }
        if (required("version", version) != 2) {
            throw new JsonFormatException(Kind.VERSION, "enclave identity of version " + version);
        }
        return new EnclaveIdentity(
                ofId,
                required("issueDate", issueDate),
                required("nextUpdate", nextUpdate),
                required("tcbEvaluationDataNumber", evaluationNumber),
                required("miscselect", miscSelect),
                required("miscselectMask", miscSelectMask),
                required("attributes", attributes),
                required("attributesMask", attributesMask),
                required("mrsigner", mrSigner),
                required("isvprodid", isvProdId),
                levels(Kind.INVALID));
    }

    /** A member of an enclave identity; Intel's library counts a missing one as an invalid value. */
    private static <T> T required(String name, @Nullable T value) throws JsonFormatException {
        return StrictJson.require(Kind.INVALID, name, value);
    }

    private TdxModuleIdentity tdxModule(String ofId, List<IsvSvnLevel> ofLevels) throws JsonFormatException {
        return new TdxModuleIdentity(
                ofId,
                StrictJson.require("mrsigner", mrSigner),
                StrictJson.require("attributes", attributes),
                StrictJson.require("attributesMask", attributesMask),
                ofLevels);
    }

    private List<IsvSvnLevel> levels(Kind ifWrong) throws JsonFormatException {
        List<IsvSvnLevel> sorted = new ArrayList<>(StrictJson.require(ifWrong, "tcbLevels", levels));
        Set<List<Object>> keys = new HashSet<>();
        for (IsvSvnLevel level : sorted) {
            if (!keys.add(List.of(level.isvSvn(), level.tcbDate()))) {
                throw new JsonFormatException(ifWrong, "two levels of isvsvn " + level.isvSvn());
            }
        }
        if (sorted.isEmpty()) {
            throw new JsonFormatException(ifWrong, "tcbLevels is empty");
        }
        sorted.sort(IsvSvnLevel.HIGHEST_FIRST);
        return sorted;
    }

    private static IsvSvnLevel level(StrictJson json) throws IOException, JsonFormatException {
        LevelMembers members = new LevelMembers();
        json.object((name, value) -> {
            switch (name) {
                case "tcb" ->
                    value.object((tcbName, tcbValue) -> {
                        if (tcbName.equals("isvsvn")) {
                            members.isvSvn = tcbValue.integer(0xffff);
                        } else {
                            tcbValue.skip();
                        }
                    });
                case "tcbDate" -> members.tcbDate = value.date();
                case "tcbStatus" -> members.status = status(value.text());
                case "advisoryIDs" -> members.advisoryIds = value.texts(MAX_ADVISORIES);
                default -> value.skip();
            }
        });
        return new IsvSvnLevel(
                StrictJson.require("isvsvn", members.isvSvn),
                StrictJson.require("tcbStatus", members.status),
                StrictJson.require("tcbDate", members.tcbDate),
                members.advisoryIds);
    }

    private static TcbStatus status(String name) throws JsonFormatException {
        return switch (name) {
            case "UpToDate" -> TcbStatus.UP_TO_DATE;
            case "OutOfDate" -> TcbStatus.OUT_OF_DATE;
            case "Revoked" -> TcbStatus.REVOKED;
            default -> throw new JsonFormatException(Kind.INVALID, "unknown TCB status " + name);
        };
    }

    private static final class LevelMembers {
        private @Nullable Integer isvSvn;
        private @Nullable Instant tcbDate;
        private @Nullable TcbStatus status;
        private List<String> advisoryIds = List.of();
    }
}
