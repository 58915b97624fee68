package org.computingpower.cli.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;
import org.junit.jupiter.api.Test;

final class KeystoreTest {
    /** Made by another program (Python's scrypt, OpenSSL's AES); key and salt are those of the definition's vector. */
    private static final String VECTOR = """
            {"crypto": {"cipher": "aes-128-ctr", "cipherparams": {"iv": "83dbcc02d8ccb40e466191a123791e0e"},
              "ciphertext": "8ebd1d6529dd94bc5349f4c792810fc9a2db712662d3aa9db4e97a01487ce5c1", "kdf": "scrypt",
              "kdfparams": {"dklen": 32, "n": 16384, "p": 1, "r": 8,
               "salt": "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},
              "mac": "d6c72d672221d637ee56a893b79b17dd8e983d786f11ef020ccf4251cd956c51"},
             "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6", "version": 3}""";

    @Test
    void readsWhatAnotherProgramSealed() {
        SigningKey key = Keystore.open(Json.parse(VECTOR, "vector"), "testpassword");

        assertThat(key.dangerousSecretBytes())
                .isEqualTo(Bytes32.parse("0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"));
    }

    @Test
    void opensWhatItSealedWithTheSamePasswordOnly() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        JsonNode file = Keystore.seal(key, "right", Keystore.LIGHT_N, new SecureRandom());

        assertThat(Keystore.open(file, "right").address()).isEqualTo(key.address());
        assertThat(file.toString())
                .doesNotContain(key.dangerousSecretBytes().toString().substring(2));
        assertThatThrownBy(() -> Keystore.open(file, "wrong"))
                .isInstanceOf(CliException.class)
                .hasMessage("The password of the wallet is wrong.");
    }

    @Test
    void refusesOtherKeystores() {
        assertThatThrownBy(() -> Keystore.open(Json.parse("{\"version\": 1}", "file"), "x"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("version 3");
    }
}
