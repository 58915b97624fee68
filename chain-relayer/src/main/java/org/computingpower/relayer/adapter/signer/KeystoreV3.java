package org.computingpower.relayer.adapter.signer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;

/**
 * Reads an Ethereum key file of version 3 (Web3 Secret Storage Definition): scrypt or PBKDF2-HMAC-SHA-256,
 * AES-128-CTR, and a keccak-256 over half of the derived key and the cipher text that tells a wrong password.
 */
public final class KeystoreV3 {

    private static final int VERSION = 3;
    private static final int DERIVED_BYTES = 32;
    private static final int CIPHER_KEY_BYTES = 16;

    /** 2^20 blocks of 128 × 8 bytes = 1 GiB: a file may not ask for more memory than that. */
    private static final int MAX_SCRYPT_N = 1 << 20;

    private static final int MAX_ITERATIONS = 10_000_000;

    private KeystoreV3() {}

    /**
     * Opens a key file.
     *
     * @throws IllegalArgumentException if it is no such file, or the password is wrong
     */
    public static SigningKey open(String json, String password) {
        try {
            JsonNode file = new ObjectMapper().readTree(json);
            JsonNode crypto = file.has("crypto") ? file.path("crypto") : file.path("Crypto");
            if (file.path("version").asInt() != VERSION
                    || !crypto.path("cipher").asText().equals("aes-128-ctr")) {
                throw new IllegalArgumentException("Not a key file of version 3 with aes-128-ctr");
            }
            byte[] derived = derive(crypto, password.getBytes(StandardCharsets.UTF_8), password);
            byte[] cipherText = hex(crypto.path("ciphertext"));
            byte[] macKey = Arrays.copyOfRange(derived, CIPHER_KEY_BYTES, DERIVED_BYTES);
            byte[] mac = Digests.keccak256(macKey, cipherText).toArray();
            if (!MessageDigest.isEqual(mac, hex(crypto.path("mac")))) {
                throw new IllegalArgumentException("Wrong password of the key file");
            }
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(derived, 0, CIPHER_KEY_BYTES, "AES"),
                    new IvParameterSpec(hex(crypto.path("cipherparams").path("iv"))));
            return SigningKey.of(Bytes32.of(cipher.doFinal(cipherText)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A key file is JSON", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The key file cannot be decrypted", e);
        }
    }

    private static byte[] derive(JsonNode crypto, byte[] password, String text) throws GeneralSecurityException {
        JsonNode parameters = crypto.path("kdfparams");
        byte[] salt = hex(parameters.path("salt"));
        if (parameters.path("dklen").asInt() != DERIVED_BYTES) {
            throw new IllegalArgumentException("The derived key of a key file has 32 bytes");
        }
        return switch (crypto.path("kdf").asText()) {
            case "scrypt" -> {
                int n = parameters.path("n").asInt();
                if (n > MAX_SCRYPT_N) {
                    throw new IllegalArgumentException("The key file asks for too much memory");
                }
                yield SCrypt.generate(
                        password,
                        salt,
                        n,
                        parameters.path("r").asInt(),
                        parameters.path("p").asInt(),
                        DERIVED_BYTES);
            }
            case "pbkdf2" -> {
                int iterations = parameters.path("c").asInt();
                if (iterations > MAX_ITERATIONS
                        || !parameters.path("prf").asText().equals("hmac-sha256")) {
                    throw new IllegalArgumentException("Unsupported PBKDF2 parameters");
                }
                yield SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(new PBEKeySpec(text.toCharArray(), salt, iterations, DERIVED_BYTES * 8))
                        .getEncoded();
            }
            default -> throw new IllegalArgumentException("Unknown key derivation in the key file");
        };
    }

    private static byte[] hex(JsonNode node) {
        return HexFormat.of().parseHex(node.asText());
    }
}
