package org.computingpower.sgx.dcap.conformance;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.computingpower.sgx.dcap.TcbStatus;

/** One element of {@code cases} while it is read: its scalar members as text. */
final class IndexEntry {
    private final int position;
    private final Map<String, String> members = new HashMap<>();
    private final SortedSet<Integer> intelCodes = new TreeSet<>();

    IndexEntry(int position) {
        this.position = position;
    }

    void member(String name, String value) {
        members.put(name, value);
    }

    /** One of Intel's result codes; 0 says nothing. */
    void intelCode(int code) {
        if (code != 0) {
            intelCodes.add(code);
        }
    }

    /** The id, or the position in the index for want of one. */
    String name() {
        return member("id").orElse("#" + position);
    }

    IndexedCase toCase(Map<String, IndexEntry> byId) {
        try {
            return new ConformanceCase(
                    required("id"),
                    folders(byId),
                    verificationTime(),
                    expectation(),
                    intelCodes,
                    member("intelQvlRejects").map(Boolean::parseBoolean).orElse(false),
                    member("note"));
        } catch (IllegalArgumentException e) {
            return new BrokenCase(name(), member("expectedTcbStatus").orElse(""), String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> member(String name) {
        return Optional.ofNullable(members.get(name)).filter(value -> !value.equals("null"));
    }

    private String required(String name) {
        return member(name).orElseThrow(() -> new IllegalArgumentException("the index gives no " + name));
    }

    private List<String> folders(Map<String, IndexEntry> byId) {
        List<String> folders = new ArrayList<>();
        Optional<String> base = member("base");
        if (base.isEmpty()) {
            folders.add(required("dir"));
            return folders;
        }
        member("dir").ifPresent(folders::add);
        IndexEntry baseEntry = byId.get(base.get());
        if (baseEntry == null) {
            throw new IllegalArgumentException("no case is named as its base, " + base.get());
        }
        folders.add(baseEntry.required("dir"));
        return folders;
    }

    /** Seconds since 1970, or a time of ISO 8601; as the latter it may also stand in a member of its own. */
    private Instant verificationTime() {
        String time = member("verificationTime")
                .or(() -> member("verificationTimeIso"))
                .orElse("");
        try {
            return time.contains("T")
                    ? OffsetDateTime.parse(time).toInstant()
                    : Instant.ofEpochSecond((long) Double.parseDouble(time));
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(("no verificationTime " + time).strip(), e);
        }
    }

    /** A remark in parentheses after a status does not count. */
    private String expectation() {
        Optional<String> expected = member("expected");
        if (member("kind").equals(Optional.of("negative"))
                || member("signatureValid").equals(Optional.of("false"))
                || expected.filter(text -> text.contains(ConformanceCase.REJECT))
                        .isPresent()) {
            return ConformanceCase.REJECT;
        }
        String text = member("expectedTcbStatus").or(() -> expected).orElse("");
        int remark = text.indexOf('(');
        String status = (remark < 0 ? text : text.substring(0, remark)).strip();
        if (status.replace("_", "").replace(" ", "").toLowerCase(Locale.ROOT).endsWith("notsupported")) {
            return ConformanceCase.NOT_SUPPORTED;
        }
        return TcbStatus.ofIntelName(status)
                .map(TcbStatus::intelName)
                .orElseThrow(() -> new IllegalArgumentException(("no expectedTcbStatus " + text).strip()));
    }
}
