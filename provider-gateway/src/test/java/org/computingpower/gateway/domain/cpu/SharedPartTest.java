package org.computingpower.gateway.domain.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedPartTest {

    private static CpuSet cpus(String text) {
        return CpuSet.parse(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "3,1,2|1-3", "0-3,8|0-3,8", "5, 5,7|5,7", "1-1|1"})
    void readsAndWritesTheKernelsListForm(String text, String canonical) {
        assertThat(cpus(text)).hasToString(canonical);
        assertThat(cpus(cpus(text).toString())).isEqualTo(cpus(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "1,", "a", "3-1", "0-8192", "-1", "1-", "0x1", "1;2"})
    void refusesWhatIsNoList(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> cpus(text));
    }

    @Test
    void leavesTenantsTheOtherCpus() {
        SharedPart part = SharedPart.of(2_500, cpus("6-7"), cpus("0-7"));
        assertThat(part.tenants()).isEqualTo(new CpuSet(List.of(0, 1, 2, 3, 4, 5)));
        assertThat(part.reserved()).hasToString("6-7");
    }

    /** Two of eight CPUs are 2500 basis points. */
    @ParameterizedTest
    @CsvSource({"1, true", "2500, true", "2501, false", "0, false"})
    void declaresNoMoreThanTheReservedCpusAreOfTheMachine(int phiBps, boolean accepted) {
        if (accepted) {
            assertThat(SharedPart.of(phiBps, cpus("0,1"), cpus("0-7")).phiBps()).isEqualTo(phiBps);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> SharedPart.of(phiBps, cpus("0,1"), cpus("0-7")));
        }
    }

    @Test
    void refusesForeignCpusAndAMachineWithoutAnyForTenants() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SharedPart.of(1_000, cpus("8"), cpus("0-7")))
                .withMessageContaining("8");
        assertThatIllegalArgumentException().isThrownBy(() -> SharedPart.of(9_999, cpus("0-7"), cpus("0-7")));
    }
}
