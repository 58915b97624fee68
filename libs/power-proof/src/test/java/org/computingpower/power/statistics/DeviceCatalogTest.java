package org.computingpower.power.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.computingpower.power.statistics.DeviceModel.DeviceClass;
import org.computingpower.power.statistics.DeviceModel.Fit;
import org.computingpower.power.statistics.DeviceModel.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceCatalogTest {

    private static final String HEAD =
            "# device-catalog 7\n# c\nvendor;model;class;kind;lowest;typical;highest;provenance;source\n";
    private static final String ROW = "AMD;Card 1;GPU;1;50;80;100;PUBLISHED;somewhere\n";

    private final DeviceCatalog builtIn = DeviceCatalog.builtIn();

    @Test
    void everyBuiltInModelHasBoundsAndASource() {
        assertThat(builtIn.version()).isPositive();
        assertThat(builtIn.models()).hasSizeGreaterThan(30).allSatisfy(model -> {
            assertThat(model.fit(model.typical())).isEqualTo(Fit.PLAUSIBLE);
            assertThat(model.source()).isNotBlank();
        });
        assertThat(builtIn.models()).extracting(DeviceModel::provenance).contains(Provenance.MEASURED);
    }

    @ParameterizedTest
    @CsvSource({
        "NVIDIA GeForce RTX 4090, 10987749999, TOO_SLOW",
        "NVIDIA GeForce RTX 4090, 10987750000, PLAUSIBLE",
        "NVIDIA GeForce RTX 4090, 31589781250, PLAUSIBLE",
        "NVIDIA GeForce RTX 4090, 31589781251, TOO_FAST",
        "geforce  rtx 4090, 1, TOO_SLOW",
        "GeForce RTX 4090 D, 1, UNLISTED",
        "'', 1, UNLISTED"
    })
    void boundsARateByTheModel(String model, long rate, Fit fit) {
        assertThat(builtIn.fit(model, rate)).isEqualTo(fit);
    }

    @Test
    void knowsTheClassOfAModel() {
        assertThat(builtIn.contradiction("NVIDIA H100 PCIe", DeviceClass.CPU)).contains(DeviceClass.GPU);
        assertThat(builtIn.contradiction("NVIDIA H100 PCIe", DeviceClass.GPU)).isEmpty();
        assertThat(builtIn.contradiction("abacus", DeviceClass.CPU)).isEmpty();
    }

    @Test
    void readsItsOwnForm() {
        DeviceCatalog catalog = DeviceCatalog.parse(HEAD + ROW);

        assertThat(catalog.version()).isEqualTo(7);
        assertThat(catalog.models())
                .containsExactly(new DeviceModel(
                        "AMD", "Card 1", DeviceClass.GPU, 1, 50, 80, 100, Provenance.PUBLISHED, "somewhere"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AMD;Card 1;GPU;1;50;80;100;PUBLISHED\n",
                "AMD;Card 1;GPU;1;50;80;100;PUBLISHED;\n",
                "AMD; Card 1;GPU;1;50;80;100;PUBLISHED;somewhere\n",
                "AMD;Card 1;FPGA;1;50;80;100;PUBLISHED;somewhere\n",
                "AMD;Card 1;GPU;2;50;80;100;PUBLISHED;somewhere\n",
                "AMD;Card 1;GPU;1;0;80;100;PUBLISHED;somewhere\n",
                "AMD;Card 1;GPU;1;050;80;100;PUBLISHED;somewhere\n",
                "AMD;Card 1;GPU;1;81;80;100;PUBLISHED;somewhere\n",
                "AMD;Card 1;GPU;1;50;80;1000000000000000;PUBLISHED;somewhere\n",
                "AMD;Card 1;GPU;1;50;80;100;RUMOR;somewhere\n",
                "AMD;Card 1;GPU;1;50;80;100;PUBLISHED;somewhere",
                ROW + ROW,
                "NVIDIA;Card 2;GPU;1;50;80;100;PUBLISHED;somewhere\n" + ROW,
                ROW + "NVIDIA;Card  1;GPU;1;50;80;100;PUBLISHED;somewhere\n",
                ""
            })
    void refusesEverythingElse(String rows) {
        assertThatThrownBy(() -> DeviceCatalog.parse(HEAD + rows)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnotherHead() {
        assertThatThrownBy(() -> DeviceCatalog.parse("# device-catalog 0\n" + HEAD + ROW))
                .hasMessageContaining("first line");
        assertThatThrownBy(() -> DeviceCatalog.parse("# device-catalog 1\nvendor;model\n" + ROW))
                .hasMessageContaining("line 2");
    }
}
