package org.computingpower.relayer.adapter.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.computingpower.relayer.application.ChainUnavailableException;
import org.computingpower.relayer.application.TxSigner.Signed;
import org.computingpower.relayer.application.TxSigner.Unsigned;
import org.computingpower.relayer.domain.ContractCall;
import org.computingpower.relayer.domain.Fees;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignersTest {

    private static final SigningKey KEY =
            SigningKey.of(Bytes32.parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"));

    private static final Unsigned TX = new Unsigned(
            31_337,
            1,
            BigInteger.valueOf(21_000),
            new Fees(BigInteger.valueOf(1_000), BigInteger.TEN),
            new ContractCall(
                    Address.parse("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"), new byte[] {0x12, 0x34, 0x56, 0x78}));

    @Test
    void signsTheBytesThatWeb3jSigns() {
        // By web3j crypto 6.0.0: RawTransaction.createTransaction and TransactionEncoder.signMessage.
        Signed signed = new KeySigner(KEY).sign(TX);
        assertThat(HexFormat.of().formatHex(signed.raw()))
                .isEqualTo("02f86a827a69010a8203e882520894f39fd6e51aad88f6f4ce6ab8827279cfffb92266808412345678c001a0"
                        + "e8c1323e6a2f30f13478bfd0fabbecdf7b133c10126f1f6dd0d24a0be3ab55b2a0"
                        + "7658a0c846d3d4208f1608c9c0ba91bab3ad6e5f08f773cf3b8cfbe219f4815e");
        assertThat(signed.hash())
                .isEqualTo(Bytes32.parse("0x61a003277dc5a66da06f0ce62ad200c00899abbf44470fae9c3d51d968c9e56d"));
    }

    @Test
    void showsNoKeyInItsText() {
        assertThat(new KeySigner(KEY).toString()).isEqualTo("KeySigner[" + KEY.address() + "]");
    }

    // ---- keystore v3: the PBKDF2 vector of the Web3 Secret Storage Definition, and a scrypt file made with OpenSSL

    private static final String SECRET = "0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
    private static final String PBKDF2 = """
            {"crypto": {"cipher": "aes-128-ctr", "cipherparams": {"iv": "6087dab2f9fdbbfaddc31a909735c1e6"},
             "ciphertext": "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46", "kdf": "pbkdf2",
             "kdfparams": {"c": 262144, "dklen": 32, "prf": "hmac-sha256",
              "salt": "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
             "mac": "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},
             "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6", "version": 3}""";
    private static final String SCRYPT = """
            {"crypto": {"cipher": "aes-128-ctr", "cipherparams": {"iv": "83dbcc02d8ccb40e466191a123791e0e"},
             "ciphertext": "584f4eb2783472ec149b334c22d77ddbf118a0783ea24e66ca8a7883cd2b4bf5", "kdf": "scrypt",
             "kdfparams": {"dklen": 32, "n": 4096, "p": 6, "r": 8,
              "salt": "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},
             "mac": "860ad3ce9642f99d709abc696e25ede7cd35daf6a6041e975d14c53dae118886"},
             "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6", "version": 3}""";

    @Test
    void opensKeyFilesOfBothKinds() {
        Address expected = SigningKey.of(Bytes32.parse(SECRET)).address();
        assertThat(KeystoreV3.open(PBKDF2, "testpassword").address()).isEqualTo(expected);
        assertThat(KeystoreV3.open(SCRYPT, "testpassword").address()).isEqualTo(expected);
    }

    @Test
    void refusesAWrongPasswordAndWhatIsNoKeyFile() {
        assertThatThrownBy(() -> KeystoreV3.open(PBKDF2, "wrong"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Wrong password of the key file");
        assertThatThrownBy(() -> KeystoreV3.open("{}", "testpassword")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeystoreV3.open("no json", "testpassword"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeystoreV3.open(SCRYPT.replace("4096", "1073741824"), "testpassword"))
                .hasMessage("The key file asks for too much memory");
    }

    // ---- web3signer

    @Test
    void asksWeb3signerAndUsesOnlyASignatureOfItsKey() throws IOException {
        assertThat(web3signer(KEY).raw()).isEqualTo(new KeySigner(KEY).sign(TX).raw());
        SigningKey stranger = SigningKey.of(Bytes32.parse(SECRET));
        assertThatThrownBy(() -> web3signer(stranger))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessage("web3signer signed with another key than " + KEY.address());
    }

    @ParameterizedTest
    @CsvSource({
        "404,'',web3signer answered with status 404",
        "500,'',web3signer answered with status 500",
        "200,0x1234,web3signer answered with something else than a signature",
        "200,'{}',web3signer answered with something else than a signature"
    })
    void usesNothingElseThanASignature(int status, String answer, String message) throws IOException {
        assertThatThrownBy(() -> answering(exchange -> reply(exchange, status, answer), Duration.ofSeconds(5)))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessage(message);
    }

    @Test
    void doesNotWaitForWeb3signerForever() {
        assertThatThrownBy(() -> answering(exchange -> {}, Duration.ofMillis(100)))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessage("web3signer did not answer");
    }

    /** An HTTP server that does what web3signer's endpoint does: keccak-256 of the data, signed with the key it holds. */
    private static Signed web3signer(SigningKey held) throws IOException {
        return answering(
                exchange -> {
                    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    String hex = body.replaceAll(".*\"0x([0-9a-f]*)\".*", "$1");
                    reply(
                            exchange,
                            200,
                            held.sign(Digests.keccak256(HexFormat.of().parseHex(hex)))
                                    .toString());
                },
                Duration.ofSeconds(5));
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] answer = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        if (answer.length > 0) {
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    private static Signed answering(HttpHandler handler, Duration timeout) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/eth1/sign/" + KEY.verifyingKey(), handler);
        server.start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            return new Web3Signer(http, url, KEY.verifyingKey(), timeout).sign(TX);
        } finally {
            server.stop(0);
        }
    }
}
