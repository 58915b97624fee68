package org.computingpower.challenge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.computingpower.challenge.TestMarket;
import org.computingpower.terms.key.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    @TempDir
    private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("key"), text);
    }

    @Test
    void readsHexWithAndWithoutPrefix() throws IOException {
        SigningKey key = TestMarket.key("validator");
        String hex = key.dangerousSecretBytes().toString();
        assertThat(KeyFile.read(file(hex + "\n")).address()).isEqualTo(key.address());
        assertThat(KeyFile.read(file(hex.substring(2))).address()).isEqualTo(key.address());
    }

    @Test
    void refusesAnythingElseWithoutShowingIt() throws IOException {
        Path file = file("not a secret key");
        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("not a secret key");
    }
}
