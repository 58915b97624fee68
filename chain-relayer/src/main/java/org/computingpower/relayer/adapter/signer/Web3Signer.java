package org.computingpower.relayer.adapter.signer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.computingpower.relayer.application.ChainUnavailableException;
import org.computingpower.relayer.application.TxSigner;
import org.computingpower.terms.Address;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.Secp256k1;
import org.computingpower.terms.key.VerifyingKey;

/**
 * Signs through web3signer's {@code POST /api/v1/eth1/sign/{identifier}}: the key stays there. web3signer hashes the data
 * with keccak-256 itself. Whatever comes back is used only if it recovers to our key.
 */
public final class Web3Signer implements TxSigner {

    private static final int HTTP_OK = 200;

    private final HttpClient http;
    private final URI endpoint;
    private final Address address;
    private final Duration timeout;
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * @param url base address of web3signer
     * @param key public key whose private half is there
     * @param timeout longest wait for a signature
     */
    public Web3Signer(HttpClient http, URI url, VerifyingKey key, Duration timeout) {
        this.http = http;
        this.endpoint = url.resolve("/api/v1/eth1/sign/" + key);
        this.address = key.address();
        this.timeout = timeout;
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public Signed sign(Unsigned tx) {
        String data = "0x" + HexFormat.of().formatHex(TransactionForm.unsigned(tx));
        Signature signature = parse(ask(Map.of("data", data)));
        Optional<Address> signer = Secp256k1.recoverAddress(TransactionForm.digest(tx), signature);
        if (!signer.equals(Optional.of(address))) {
            throw new ChainUnavailableException("web3signer signed with another key than " + address);
        }
        byte[] raw = TransactionForm.signed(tx, signature);
        return new Signed(Digests.keccak256(raw), raw);
    }

    private String ask(Map<String, String> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(endpoint)
                    .timeout(timeout)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(mapper.writeValueAsString(body)))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != HTTP_OK) {
                throw new ChainUnavailableException("web3signer answered with status " + response.statusCode());
            }
            return response.body().strip();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of texts has a JSON form", e);
        } catch (IOException e) {
            throw new ChainUnavailableException("web3signer did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChainUnavailableException("Interrupted while asking web3signer", e);
        }
    }

    private static Signature parse(String answer) {
        try {
            return Signature.parse(answer.replace("\"", "").toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ChainUnavailableException("web3signer answered with something else than a signature", e);
        }
    }
}
