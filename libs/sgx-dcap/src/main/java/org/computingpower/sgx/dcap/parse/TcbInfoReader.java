package org.computingpower.sgx.dcap.parse;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.json.JsonFormatException.Kind;
import org.computingpower.sgx.dcap.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * Collects the members of a TCB info ({@code AttestationParsers/src/Json/TcbInfo.cpp}). What counts as another format and
 * what as an invalid value is as there.
 */
final class TcbInfoReader {
    private static final int MAX_LEVELS = 512;
    private static final int MAX_MODULES = 64;
    private static final int MAX_NUMBER = Integer.MAX_VALUE;

    private @Nullable String id;
    private @Nullable Integer version;
    private @Nullable Instant issueDate;
    private @Nullable Instant nextUpdate;
    private @Nullable Bytes fmspc;
    private @Nullable Bytes pceId;
    private @Nullable Integer tcbType;
    private @Nullable Integer evaluationNumber;
    private @Nullable TdxModuleIdentity tdxModule;
    private @Nullable List<TdxModuleIdentity> tdxModuleIdentities;
    private @Nullable List<TcbLevelReader> levels;

    static TcbInfo read(Bytes body, boolean acceptVersion2) throws JsonFormatException {
        return StrictJson.read(body, json -> {
            TcbInfoReader reader = new TcbInfoReader();
            json.object(reader::member);
            return reader.result(acceptVersion2);
        });
    }

    private void member(String name, StrictJson json) throws IOException, JsonFormatException {
        switch (name) {
            case "id" -> id = json.text();
            case "version" -> version = json.integer(MAX_NUMBER);
            case "issueDate" -> issueDate = json.date();
            case "nextUpdate" -> nextUpdate = json.date();
            case "fmspc" -> fmspc = json.hex(6);
            case "pceId" -> pceId = json.hex(2);
            case "tcbType" -> tcbType = json.integer(MAX_NUMBER);
            case "tcbEvaluationDataNumber" -> evaluationNumber = json.integer(MAX_NUMBER);
            case "tdxModule" -> tdxModule = IdentityReader.tdxModule(json);
            case "tdxModuleIdentities" ->
                tdxModuleIdentities = json.array(MAX_MODULES, IdentityReader::tdxModuleIdentity);
            case "tcbLevels" -> levels = json.array(MAX_LEVELS, TcbLevelReader::read);
            default -> json.skip();
        }
    }

    private TcbInfo result(boolean acceptVersion2) throws JsonFormatException {
        int ofVersion = StrictJson.require("version", version);
        if (ofVersion != 3 && !(ofVersion == 2 && acceptVersion2)) {
            throw new JsonFormatException(Kind.VERSION, "TCB info of version " + ofVersion);
        }
        if (StrictJson.require("tcbType", tcbType) != 0) {
            throw new JsonFormatException(Kind.INVALID, "TCB type " + tcbType);
        }
        Tee tee = ofVersion == 2 ? Tee.SGX : tee(StrictJson.require("id", id));
        return new TcbInfo(
                tee,
                ofVersion,
                StrictJson.require("issueDate", issueDate),
                StrictJson.require("nextUpdate", nextUpdate),
                StrictJson.require("fmspc", fmspc),
                StrictJson.require("pceId", pceId),
                StrictJson.require("tcbEvaluationDataNumber", evaluationNumber),
                tdxModule(tee),
                tdxModuleIdentities(tee),
                levels(tee, ofVersion));
    }

    private static Tee tee(String id) throws JsonFormatException {
        for (Tee tee : Tee.values()) {
            if (tee.tcbInfoId().equals(id)) {
                return tee;
            }
        }
        throw new JsonFormatException(Kind.INVALID, "unknown TCB info id " + id);
    }

    private Optional<TdxModuleIdentity> tdxModule(Tee tee) throws JsonFormatException {
        if ((tee == Tee.TDX) != (tdxModule != null)) {
            throw new JsonFormatException(Kind.INVALID, "tdxModule belongs into TCB info for TDX, and only there");
        }
        return Optional.ofNullable(tdxModule);
    }

    private List<TdxModuleIdentity> tdxModuleIdentities(Tee tee) throws JsonFormatException {
        if (tdxModuleIdentities == null) {
            return List.of();
        }
        if (tee != Tee.TDX || tdxModuleIdentities.isEmpty()) {
            throw new JsonFormatException(Kind.INVALID, "tdxModuleIdentities empty or outside of TCB info for TDX");
        }
        return tdxModuleIdentities;
    }

    private List<TcbLevel> levels(Tee tee, int ofVersion) throws JsonFormatException {
        List<TcbLevelReader> read = StrictJson.require(Kind.INVALID, "tcbLevels", levels);
        if (read.isEmpty()) {
            throw new JsonFormatException(Kind.INVALID, "tcbLevels is empty");
        }
        java.util.ArrayList<TcbLevel> sorted = new java.util.ArrayList<>();
        for (TcbLevelReader level : read) {
            sorted.add(level.result(tee, ofVersion));
        }
        Set<List<Object>> keys = sorted.stream()
                .map(level -> List.<Object>of(level.sgxComponents(), level.pceSvn(), level.tdxComponents()))
                .collect(Collectors.toSet());
        if (keys.size() != sorted.size()) {
            throw new JsonFormatException(Kind.INVALID, "two levels with the same SVNs");
        }
        sorted.sort(TcbLevel.HIGHEST_FIRST);
        return sorted;
    }
}
