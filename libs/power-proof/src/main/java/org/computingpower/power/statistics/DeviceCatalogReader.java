package org.computingpower.power.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.computingpower.power.Sha256Share;
import org.computingpower.power.statistics.DeviceModel.DeviceClass;
import org.computingpower.power.statistics.DeviceModel.Provenance;

/** Reads the text of a catalog: a first line with the version, comments, the names of the columns, one model a line. */
final class DeviceCatalogReader {

    private static final String COLUMNS = "vendor;model;class;kind;lowest;typical;highest;provenance;source";
    private static final Pattern FIRST_LINE = Pattern.compile("# device-catalog ([1-9][0-9]{0,8})");
    /** No leading zeros or signs; 10^15 H/s is a thousand times the fastest device of today. */
    private static final Pattern RATE = Pattern.compile("[1-9][0-9]{0,14}");

    private static final int MAX_MODELS = 10_000;
    private static final int MAX_FIELD_CHARS = 400;
    private static final Comparator<DeviceModel> ORDER = Comparator.comparing(
                    (DeviceModel model) -> model.vendor().toLowerCase(Locale.ROOT))
            .thenComparing(model -> model.model().toLowerCase(Locale.ROOT));

    private final int version;
    private final List<DeviceModel> models = new ArrayList<>();
    private int line;

    DeviceCatalogReader(String text) {
        if (!text.endsWith("\n")) {
            throw refused("the last line does not end");
        }
        List<String> lines = text.lines().toList();
        var first = FIRST_LINE.matcher(lines.getFirst());
        if (!first.matches()) {
            throw refused("the first line is not '# device-catalog VERSION'");
        }
        this.version = Integer.parseInt(first.group(1));
        boolean begun = false;
        for (String one : lines) {
            line++;
            if (begun) {
                add(one);
            } else if (one.equals(COLUMNS)) {
                begun = true;
            } else if (!one.startsWith("#")) {
                throw refused("the columns are not " + COLUMNS);
            }
        }
        if (models.isEmpty()) {
            throw refused("it names no model");
        }
    }

    int version() {
        return version;
    }

    List<DeviceModel> models() {
        return models;
    }

    private void add(String text) {
        String[] fields = text.split(";", -1);
        if (fields.length != COLUMNS.split(";").length) {
            throw refused("the number of fields is not that of the columns");
        }
        for (String field : fields) {
            if (field.isBlank() || !field.strip().equals(field) || field.length() > MAX_FIELD_CHARS) {
                throw refused("a field is empty, padded or longer than " + MAX_FIELD_CHARS + " characters");
            }
        }
        if (!fields[3].equals(Integer.toString(Sha256Share.ID))) {
            throw refused("the puzzle kind is not " + Sha256Share.ID);
        }
        DeviceModel model = model(fields);
        if (!models.isEmpty() && ORDER.compare(models.getLast(), model) >= 0) {
            throw refused("the models do not ascend by vendor and model");
        }
        if (models.size() == MAX_MODELS) {
            throw refused("there are more than " + MAX_MODELS + " models");
        }
        models.add(model);
    }

    private DeviceModel model(String[] fields) {
        try {
            return new DeviceModel(
                    fields[0],
                    fields[1],
                    DeviceClass.valueOf(fields[2]),
                    Sha256Share.ID,
                    rate(fields[4]),
                    rate(fields[5]),
                    rate(fields[6]),
                    Provenance.valueOf(fields[7]),
                    fields[8]);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static long rate(String text) {
        if (!RATE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a rate: " + text);
        }
        return Long.parseLong(text);
    }

    private IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException("Device catalog, line " + line + ": " + reason);
    }
}
