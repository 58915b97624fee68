package org.computingpower.gateway.adapter.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.function.Supplier;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;

/** The node's secret keys, made at the first start and kept for ever after, each in a file of mode 0600. */
public final class KeyFolder {
    private final Path folder;
    private final SecureRandom random;

    /** Opens or makes the folder {@code keys} of a data folder. */
    public KeyFolder(Path dataDir, SecureRandom random) {
        this.folder = DurableFiles.folder(DurableFiles.folder(dataDir).resolve("keys"));
        this.random = random;
    }

    /** The secp256k1 key that is the node. */
    public SigningKey nodeKey() {
        return SigningKey.of(
                secret("node.key", () -> SigningKey.generate(random).dangerousSecretBytes()));
    }

    /** The X25519 private key that data is sealed to. */
    public Bytes32 hpkePrivateKey() {
        return secret("hpke.key", () -> {
            byte[] fresh = new byte[Bytes32.LENGTH];
            random.nextBytes(fresh);
            return Bytes32.of(fresh);
        });
    }

    /** The P-256 key of the public origin's TLS. */
    public KeyPair tlsKey() {
        Path file = folder.resolve("tls.key");
        try {
            String[] parts = text(file, () -> {
                        KeyPair fresh = newTlsKey();
                        Base64.Encoder base64 = Base64.getEncoder();
                        return base64.encodeToString(fresh.getPrivate().getEncoded()) + "\n"
                                + base64.encodeToString(fresh.getPublic().getEncoded()) + "\n";
                    })
                    .split("\n");
            KeyFactory factory = KeyFactory.getInstance("EC");
            Base64.Decoder base64 = Base64.getDecoder();
            PrivateKey secret = factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(parts[0])));
            PublicKey open = factory.generatePublic(new X509EncodedKeySpec(base64.decode(parts[1])));
            return new KeyPair(open, secret);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalStateException(file + " holds no TLS key", e);
        }
    }

    /** A token of 256 random bits in a file of mode 0600, generated if absent. */
    public String token(Path file) {
        return text(file.toAbsolutePath(), () -> {
                    byte[] fresh = new byte[Bytes32.LENGTH];
                    random.nextBytes(fresh);
                    return Base64.getUrlEncoder().withoutPadding().encodeToString(fresh) + "\n";
                })
                .strip();
    }

    private KeyPair newTlsKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has P-256", e);
        }
    }

    private Bytes32 secret(String name, Supplier<Bytes32> fresh) {
        return Bytes32.parse(
                text(folder.resolve(name), () -> fresh.get() + "\n").strip());
    }

    private static String text(Path file, Supplier<String> fresh) {
        return DurableFiles.read(file)
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .orElseGet(() -> {
                    String made = fresh.get();
                    DurableFiles.write(file, made.getBytes(StandardCharsets.US_ASCII));
                    return made;
                });
    }
}
