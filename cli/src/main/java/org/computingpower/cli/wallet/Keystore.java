package org.computingpower.cli.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;

/** Web3 Secret Storage, version 3: scrypt, AES-128-CTR and a Keccak-256 MAC, readable by other wallets. */
public final class Keystore {
    /** Work of scrypt for real keys: 256 MiB and about a second. */
    public static final int STANDARD_N = 1 << 18;

    /** Work of scrypt for keys of development: 4 MiB and some milliseconds. */
    public static final int LIGHT_N = 1 << 12;

    private static final int VERSION = 3;
    private static final int R = 8;
    private static final int MAX_PARALLEL = 16;
    private static final int DERIVED_LENGTH = 32;
    private static final int MAC_KEY_START = 16;
    private static final HexFormat HEX = HexFormat.of();

    private Keystore() {}

    /**
     * Encrypts a key.
     *
     * @param work {@link #STANDARD_N} or {@link #LIGHT_N}
     */
    public static JsonNode seal(SigningKey key, String password, int work, SecureRandom random) {
        byte[] salt = new byte[32];
        byte[] iv = new byte[16];
        random.nextBytes(salt);
        random.nextBytes(iv);
        int parallel = work == STANDARD_N ? 1 : 6;
        byte[] derived =
                SCrypt.generate(password.getBytes(StandardCharsets.UTF_8), salt, work, R, parallel, DERIVED_LENGTH);
        byte[] secret = key.dangerousSecretBytes().toArray();
        byte[] ciphertext = crypt(Cipher.ENCRYPT_MODE, derived, iv, secret);
        Arrays.fill(secret, (byte) 0);
        ObjectNode file = Json.object();
        file.put("version", VERSION)
                .put("id", UUID.randomUUID().toString())
                .put("address", key.address().toString().substring(2));
        ObjectNode crypto = file.putObject("crypto");
        crypto.put("cipher", "aes-128-ctr").put("ciphertext", HEX.formatHex(ciphertext));
        crypto.putObject("cipherparams").put("iv", HEX.formatHex(iv));
        crypto.put("kdf", "scrypt");
        crypto.putObject("kdfparams")
                .put("dklen", DERIVED_LENGTH)
                .put("n", work)
                .put("p", parallel)
                .put("r", R)
                .put("salt", HEX.formatHex(salt));
        crypto.put("mac", mac(derived, ciphertext));
        return file;
    }

    /** Decrypts a key; a wrong password is told. */
    public static SigningKey open(JsonNode file, String password) {
        JsonNode crypto = file.path("crypto");
        JsonNode parameters = crypto.path("kdfparams");
        int work = parameters.path("n").asInt();
        if (file.path("version").asInt() != VERSION
                || !crypto.path("kdf").asText().equals("scrypt")
                || !crypto.path("cipher").asText().equals("aes-128-ctr")
                || work < 2
                || work > STANDARD_N * 4
                || parameters.path("r").asInt() != R
                || parameters.path("p").asInt() < 1
                || parameters.path("p").asInt() > MAX_PARALLEL
                || parameters.path("dklen").asInt() != DERIVED_LENGTH) {
            throw new CliException("Not a keystore of version 3 with scrypt (r 8) and AES-128-CTR.");
        }
        byte[] derived = SCrypt.generate(
                password.getBytes(StandardCharsets.UTF_8),
                HEX.parseHex(Json.text(parameters, "salt")),
                work,
                R,
                parameters.path("p").asInt(),
                DERIVED_LENGTH);
        byte[] ciphertext = HEX.parseHex(Json.text(crypto, "ciphertext"));
        byte[] expected = mac(derived, ciphertext).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, Json.text(crypto, "mac").getBytes(StandardCharsets.US_ASCII))) {
            throw new CliException("The password of the wallet is wrong.");
        }
        byte[] iv = HEX.parseHex(Json.text(crypto.path("cipherparams"), "iv"));
        return SigningKey.of(Bytes32.of(crypt(Cipher.DECRYPT_MODE, derived, iv, ciphertext)));
    }

    private static String mac(byte[] derived, byte[] ciphertext) {
        return Digests.keccak256(Arrays.copyOfRange(derived, MAC_KEY_START, DERIVED_LENGTH), ciphertext)
                .toString()
                .substring(2);
    }

    private static byte[] crypt(int mode, byte[] derived, byte[] iv, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(mode, new SecretKeySpec(derived, 0, MAC_KEY_START, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-CTR", e);
        }
    }
}
