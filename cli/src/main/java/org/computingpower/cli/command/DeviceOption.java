package org.computingpower.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.computingpower.cli.session.CliException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One device as an option of the command line.
 *
 * @param index index within the node
 * @param kind sort of processor
 * @param rate what to advertise, hashes per second; empty for what the gateway advises
 * @param model as the vendor writes it
 */
record DeviceOption(int index, Kind kind, OptionalLong rate, String model) {
    /** How it is written. */
    static final String FORM = "INDEX:CPU|GPU:RATE:MODEL";

    /** Kind of a device. */
    enum Kind {
        CPU,
        GPU
    }

    /** Reads {@link #FORM}; the rate may be empty. */
    static final class Converter implements ITypeConverter<DeviceOption> {
        private static final Pattern TEXT = Pattern.compile("(\\d{1,5}):(CPU|GPU):([1-9]\\d{0,15})?:(\\S.{0,99})");

        @Override
        public DeviceOption convert(String value) {
            Matcher parts = TEXT.matcher(value);
            if (!parts.matches()) {
                throw new TypeConversionException(
                        "'" + value + "' is not " + FORM + ", such as '1:GPU:19000000000:NVIDIA GeForce RTX 4090'");
            }
            String rate = parts.group(3);
            return new DeviceOption(
                    Integer.parseInt(parts.group(1)),
                    Kind.valueOf(parts.group(2)),
                    rate == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(rate)),
                    parts.group(4));
        }
    }

    /** Adds it to the devices of a request. */
    void addTo(ArrayNode devices, JsonNode gatewayStatus) {
        devices.addObject()
                .put("device", index)
                .put("kind", kind.name())
                .put("model", model)
                .put("advertisedRate", rate.orElseGet(() -> advice(gatewayStatus)));
    }

    private long advice(JsonNode gatewayStatus) {
        for (JsonNode device : gatewayStatus.path("devices")) {
            if (device.path("device").asInt() == index
                    && device.path("ratingAdvice").asLong() > 0) {
                return device.path("ratingAdvice").asLong();
            }
        }
        throw new CliException(
                "The gateway advises no rate for device " + index + ".",
                "Wait until it has measured its engines, or write the rate: --device " + FORM);
    }
}
