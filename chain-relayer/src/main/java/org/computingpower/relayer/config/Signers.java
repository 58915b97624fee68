package org.computingpower.relayer.config;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.computingpower.marketfile.MarketFileReader;
import org.computingpower.relayer.adapter.signer.KeySigner;
import org.computingpower.relayer.adapter.signer.KeystoreV3;
import org.computingpower.relayer.adapter.signer.Web3Signer;
import org.computingpower.relayer.application.TxSigner;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.key.VerifyingKey;

/** Chooses the signer. There is no default key. */
final class Signers {

    private Signers() {}

    /**
     * @throws IllegalStateException unless exactly one signer is configured, or if it is an unencrypted key of a market
     *     that is not a local one
     */
    static TxSigner of(RelayerConfig config, String marketProfile, HttpClient http) {
        RelayerConfig.Signer signer = config.signer();
        long configured = Stream.of(signer.keyFile(), signer.keystoreFile(), signer.web3signerUrl())
                .filter(Optional::isPresent)
                .count();
        if (configured != 1) {
            throw new IllegalStateException("Exactly one of relayer.signer.key-file, relayer.signer.keystore-file and"
                    + " relayer.signer.web3signer-url is needed. Found " + configured);
        }
        if (signer.keyFile().isPresent()) {
            if (!marketProfile.equals(MarketFileReader.LOCAL_PROFILE)) {
                throw new IllegalStateException("relayer.signer.key-file is for markets of profile local only");
            }
            String hex = read(signer.keyFile().get()).strip().toLowerCase(Locale.ROOT);
            return new KeySigner(SigningKey.of(Bytes32.parse(hex.startsWith("0x") ? hex : "0x" + hex)));
        }
        if (signer.keystoreFile().isPresent()) {
            String password = read(needed(signer.keystorePasswordFile(), "relayer.signer.keystore-password-file"))
                    .lines()
                    .findFirst()
                    .orElse("");
            return new KeySigner(KeystoreV3.open(read(signer.keystoreFile().get()), password));
        }
        return new Web3Signer(
                http,
                needed(signer.web3signerUrl(), "relayer.signer.web3signer-url"),
                VerifyingKey.parse(needed(signer.web3signerPublicKey(), "relayer.signer.web3signer-public-key")),
                config.rpc().timeout());
    }

    private static <T> T needed(Optional<T> value, String key) {
        return value.orElseThrow(() -> new IllegalStateException(key + " is needed"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException("The key file cannot be read: " + file, e);
        }
    }
}
