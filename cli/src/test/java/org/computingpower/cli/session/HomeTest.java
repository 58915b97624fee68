package org.computingpower.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeTest {
    @TempDir
    private Path folder;

    @Test
    void writesFilesThatOnlyTheOwnerMayRead() throws Exception {
        Home home = Home.of(Map.of("CPCTL_HOME", folder.toString()), "alice");
        Path file = home.path("wallets", "default.json");

        home.write(file, "first");
        home.write(file, "second");

        assertThat(home.read(file)).contains("second");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(home.path("wallets"))).isEqualTo("rwx------");
        assertThat(home.list(home.path("wallets"))).containsExactly(file);
    }

    @Test
    void refusesNamesThatLeadElsewhere() {
        Home home = new Home(folder);

        assertThatThrownBy(() -> home.path("..", "x")).isInstanceOf(CliException.class);
        assertThatThrownBy(() -> home.path("a/b")).isInstanceOf(CliException.class);
        assertThat(home.path("a-b_c.json")).isEqualTo(folder.resolve("a-b_c.json"));
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
