package org.computingpower.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class DeviceOptionTest {
    private final DeviceOption.Converter converter = new DeviceOption.Converter();

    @Test
    void readsADeviceWithOrWithoutARate() {
        assertThat(converter.convert("1:GPU:19000000000:NVIDIA GeForce RTX 4090"))
                .isEqualTo(new DeviceOption(
                        1, DeviceOption.Kind.GPU, OptionalLong.of(19_000_000_000L), "NVIDIA GeForce RTX 4090"));
        assertThat(converter.convert("0:CPU::a: b"))
                .isEqualTo(new DeviceOption(0, DeviceOption.Kind.CPU, OptionalLong.empty(), "a: b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0:CPU:5", "0:FPGA:5:x", "-1:CPU:5:x", "0:CPU:05:x", "0:CPU:5:", "0:CPU:5: x"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> converter.convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void takesTheGatewaysAdviceForItsOwnIndexOnly() {
        ObjectNode status = Json.object();
        status.putArray("devices").addObject().put("device", 3).put("ratingAdvice", 90);
        ArrayNode devices = Json.object().putArray("devices");

        converter.convert("3:CPU::x").addTo(devices, status);

        assertThat(devices.get(0).path("advertisedRate").asLong()).isEqualTo(90);
        assertThatThrownBy(() -> converter.convert("0:CPU::x").addTo(devices, status))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("device 0");
    }
}
