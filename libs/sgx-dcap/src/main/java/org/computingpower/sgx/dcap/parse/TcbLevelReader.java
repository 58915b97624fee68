package org.computingpower.sgx.dcap.parse;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.json.JsonFormatException.Kind;
import org.computingpower.sgx.dcap.json.StrictJson;
import org.jspecify.annotations.Nullable;

/** Collects the members of one TCB level ({@code AttestationParsers/src/Json/TcbLevel.cpp}). */
final class TcbLevelReader {
    private static final int COMPONENTS = 16;
    private static final int MAX_ADVISORIES = 256;
    private static final String FLAT_PREFIX = "sgxtcbcomp";
    private static final String FLAT_SUFFIX = "svn";

    private @Nullable Instant tcbDate;
    private @Nullable TcbStatus status;
    private List<String> advisoryIds = List.of();
    private @Nullable Integer pceSvn;
    private @Nullable Bytes sgxComponents;
    private @Nullable Bytes tdxComponents;
    private final byte[] flatComponents = new byte[COMPONENTS];
    private int flatComponentCount;

    static TcbLevelReader read(StrictJson json) throws IOException, JsonFormatException {
        TcbLevelReader reader = new TcbLevelReader();
        json.object(reader::member);
        return reader;
    }

    private void member(String name, StrictJson json) throws IOException, JsonFormatException {
        switch (name) {
            case "tcb" -> json.object(Kind.FORMAT, this::tcbMember);
            case "tcbDate" -> tcbDate = json.date();
            case "tcbStatus" -> status = status(json.text(Kind.FORMAT));
            case "advisoryIDs" -> advisoryIds = json.texts(MAX_ADVISORIES);
            default -> json.skip();
        }
    }

    private static TcbStatus status(String name) throws JsonFormatException {
        TcbStatus status = TcbStatus.ofIntelName(name)
                .orElseThrow(() -> new JsonFormatException(Kind.INVALID, "unknown TCB status " + name));
        return switch (status) {
            case UP_TO_DATE,
                    SW_HARDENING_NEEDED,
                    CONFIGURATION_NEEDED,
                    CONFIGURATION_AND_SW_HARDENING_NEEDED,
                    OUT_OF_DATE,
                    OUT_OF_DATE_CONFIGURATION_NEEDED,
                    REVOKED -> status;
            case TD_RELAUNCH_ADVISED, TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED ->
                throw new JsonFormatException(Kind.INVALID, "status of no TCB level: " + name);
        };
    }

    private void tcbMember(String name, StrictJson json) throws IOException, JsonFormatException {
        switch (name) {
            case "pcesvn" -> pceSvn = json.integer(0xffff);
            case "sgxtcbcomponents" -> sgxComponents = components(json);
            case "tdxtcbcomponents" -> tdxComponents = components(json);
            default -> {
                int index = flatIndex(name);
                if (index < 0) {
                    json.skip();
                } else {
                    flatComponents[index] = (byte) json.integer(0xff);
                    flatComponentCount++;
                }
            }
        }
    }

    /** Index of {@code sgxtcbcomp01svn} to {@code sgxtcbcomp16svn}, the form of version 2; -1 for other names. */
    private static int flatIndex(String name) {
        if (name.length() != FLAT_PREFIX.length() + 2 + FLAT_SUFFIX.length()
                || !name.startsWith(FLAT_PREFIX)
                || !name.endsWith(FLAT_SUFFIX)) {
            return -1;
        }
        int tens = name.charAt(FLAT_PREFIX.length()) - '0';
        int ones = name.charAt(FLAT_PREFIX.length() + 1) - '0';
        int index = tens * 10 + ones - 1;
        return ones >= 0 && ones <= 9 && tens >= 0 && index >= 0 && index < COMPONENTS ? index : -1;
    }

    private static Bytes components(StrictJson json) throws IOException, JsonFormatException {
        List<Integer> svns = json.array(COMPONENTS, TcbLevelReader::component);
        if (svns.size() != COMPONENTS) {
            throw new JsonFormatException(Kind.FORMAT, "a level needs " + COMPONENTS + " components");
        }
        byte[] bytes = new byte[COMPONENTS];
        for (int i = 0; i < COMPONENTS; i++) {
            bytes[i] = svns.get(i).byteValue();
        }
        return Bytes.copyOf(bytes);
    }

    private static Integer component(StrictJson json) throws IOException, JsonFormatException {
        int[] svn = {-1};
        json.object((name, value) -> {
            switch (name) {
                case "svn" -> svn[0] = value.integer(0xff);
                case "category", "type" -> value.text();
                default -> value.skip();
            }
        });
        if (svn[0] < 0) {
            throw new JsonFormatException(Kind.FORMAT, "component without svn");
        }
        return svn[0];
    }

    TcbLevel result(Tee tee, int version) throws JsonFormatException {
        return new TcbLevel(
                version == 2 ? flat() : StrictJson.require("sgxtcbcomponents", sgxComponents),
                StrictJson.require("pcesvn", pceSvn),
                tee == Tee.TDX ? StrictJson.require("tdxtcbcomponents", tdxComponents) : Bytes.empty(),
                StrictJson.require("tcbStatus", status),
                StrictJson.require("tcbDate", tcbDate),
                advisoryIds);
    }

    private Bytes flat() throws JsonFormatException {
        if (flatComponentCount != COMPONENTS) {
            throw new JsonFormatException(Kind.FORMAT, "a level needs " + COMPONENTS + " components");
        }
        return Bytes.copyOf(flatComponents);
    }
}
