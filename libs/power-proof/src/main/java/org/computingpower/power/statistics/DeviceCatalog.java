package org.computingpower.power.statistics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.computingpower.power.statistics.DeviceModel.DeviceClass;
import org.computingpower.power.statistics.DeviceModel.Fit;

/**
 * What is known of device models at the puzzle SHA256_SHARE. Integers and plain text only: equal versions give everybody
 * the same answer about the same rating. A model that it does not know has no bounds; it is never a reason to refuse.
 */
public final class DeviceCatalog {

    private static final String RESOURCE = "device-catalog.csv";

    private final int version;
    private final List<DeviceModel> models;
    private final Map<String, DeviceModel> byName = new HashMap<>();

    private DeviceCatalog(int version, List<DeviceModel> models) {
        this.version = version;
        this.models = List.copyOf(models);
        for (DeviceModel model : models) {
            put(model.model(), model);
            put(model.vendor() + " " + model.model(), model);
        }
    }

    private void put(String name, DeviceModel model) {
        if (byName.put(normalized(name), model) != null) {
            throw new IllegalArgumentException("The catalog names a device twice: " + name);
        }
    }

    /** The catalog that comes with this library. */
    public static DeviceCatalog builtIn() {
        try (var in = DeviceCatalog.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not part of this build");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a catalog; device-catalog.csv of this package shows the form.
     *
     * @throws IllegalArgumentException with the line, if anything is not exactly as it should be
     */
    public static DeviceCatalog parse(String text) {
        DeviceCatalogReader reader = new DeviceCatalogReader(text);
        return new DeviceCatalog(reader.version(), reader.models());
    }

    /** Rises with each change of a figure. */
    public int version() {
        return version;
    }

    /** All models, ascending by vendor and model. */
    public List<DeviceModel> models() {
        return models;
    }

    /** The model of that name, with or without its vendor, whatever the case and the width of spaces. */
    public Optional<DeviceModel> find(String name) {
        return Optional.ofNullable(byName.get(normalized(name)));
    }

    /** How a measured rate, in hashes per second, fits the model that a device claims to be. */
    public Fit fit(String model, long measuredRate) {
        return find(model).map(known -> known.fit(measuredRate)).orElse(Fit.UNLISTED);
    }

    /** The class of a model if it is another than the claimed one. */
    public Optional<DeviceClass> contradiction(String model, DeviceClass claimed) {
        return find(model).map(DeviceModel::deviceClass).filter(known -> known != claimed);
    }

    /** Names that nobody could tell apart at a glance are one name. */
    static String normalized(String name) {
        return String.join(" ", words(name));
    }

    private static Collection<String> words(String name) {
        return List.of(name.strip().toLowerCase(Locale.ROOT).split("\\s+"));
    }
}
