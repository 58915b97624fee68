package org.computingpower.gateway.application.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.computingpower.gateway.adapter.files.FileOrderData;
import org.computingpower.gateway.adapter.hpke.HpkeKey;
import org.computingpower.gateway.application.CurrentQuote;
import org.computingpower.gateway.application.NodeIdentity;
import org.computingpower.gateway.application.orders.DesiredOrder;
import org.computingpower.gateway.application.orders.RunningOrders;
import org.computingpower.gateway.application.user.ReceiveData.Message;
import org.computingpower.gateway.application.user.ReceiveData.Outcome;
import org.computingpower.gateway.config.GatewayConfig;
import org.computingpower.gateway.domain.Blob;
import org.computingpower.gateway.domain.access.ManifestRefusal;
import org.computingpower.gateway.fixture.Fakes;
import org.computingpower.gateway.fixture.Market;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.DataManifest;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiveDataTest {
    private static final OrderId ORDER = new OrderId(Digests.keccak256OfText("order"));
    private static final Bytes32 QUOTE = Digests.keccak256OfText("quote");
    private static final SigningKey USER = Market.key("user");
    private static final MarketFile MARKET = Market.file();
    private static final String TEXT = "1,2\n3,4\n";

    private final HpkeKey key = new HpkeKey(Digests.keccak256OfText("hpke"));
    private final NodeIdentity node = new NodeIdentity(Market.key("node"), key.publicKey(), Bytes32.ZERO);
    private final Fakes.TestClock clock = new Fakes.TestClock();
    private final Fakes.MemoryQuotes quotes = new Fakes.MemoryQuotes();
    private final RunningOrders running = new RunningOrders();

    @TempDir
    Path folder;

    private FileOrderData data;
    private ReceiveData receiveData;

    @BeforeEach
    void wire() {
        GatewayConfig config =
                Fakes.gatewayConfig(folder, "gateway.data.max-bytes", "100", "gateway.data.max-order-bytes", "150");
        data = new FileOrderData(config, node);
        quotes.quote =
                java.util.Optional.of(new CurrentQuote(QUOTE, Market.address("stake"), Market.address("payee"), 1));
        running.replace(List.of(new DesiredOrder(
                ORDER, "ACTIVE", 0, null, null, USER.address(), DataProtection.SIMULATED, 100, Mode.EXCLUSIVE)));
        receiveData = new ReceiveData(node, MARKET, running, quotes, new Fakes.MemoryUsers(), key, data, config, clock);
    }

    @Test
    void deliversInSequenceAndSignsForIt() throws Exception {
        Outcome first = receiveData.receive(message(1, QUOTE, TEXT, USER));
        Outcome second = receiveData.receive(message(2, QUOTE, "more", USER));

        assertThat(first).isInstanceOfSatisfying(Outcome.Received.class, received -> {
            assertThat(received.receipt().seq()).isEqualTo(1);
            assertThat(received.receipt().receivedAt()).isEqualTo(clock.now.getEpochSecond());
            assertThat(received.receipt().isSignedBy(node.nodeKey().address(), received.signature(), MARKET.domains()))
                    .isTrue();
        });
        assertThat(second).isInstanceOf(Outcome.Received.class);
        assertThat(data.folder(ORDER).resolve("in/1")).hasContent(TEXT.strip());
        assertThat(data.folder(ORDER).resolve("in/2")).hasContent("more");
        data.remove(ORDER);
        assertThat(folder.resolve("opened")).isEmptyDirectory();
    }

    @Test
    void refusesWhatIsOutOfSequence() throws Exception {
        assertThat(refusal(message(2, QUOTE, TEXT, USER))).isEqualTo(new ManifestRefusal.OutOfSequence(1));
        assertThat(refusal(message(0, QUOTE, TEXT, USER))).isEqualTo(new ManifestRefusal.OutOfSequence(1));
        Message first = message(1, QUOTE, TEXT, USER);
        receiveData.receive(first);
        assertThat(refusal(first)).isEqualTo(new ManifestRefusal.OutOfSequence(2));
    }

    @Test
    void refusesAnotherQuoteThanTheCurrentOne() throws Exception {
        Bytes32 other = Digests.keccak256OfText("older quote");

        assertThat(refusal(message(1, other, TEXT, USER))).isEqualTo(new ManifestRefusal.OtherQuote(QUOTE));
        quotes.quote = java.util.Optional.empty();
        assertThat(refusal(message(1, QUOTE, TEXT, USER))).isEqualTo(new ManifestRefusal.NoQuote());
    }

    @Test
    void refusesStrangersAndOrdersThatAreNotHere() throws Exception {
        assertThat(refusal(message(1, QUOTE, TEXT, Market.key("stranger")))).isEqualTo(new ManifestRefusal.NotYours());
        running.replace(List.of());
        assertThat(refusal(message(1, QUOTE, TEXT, USER))).isEqualTo(new ManifestRefusal.NotYours());
    }

    @Test
    void refusesAChangedCiphertextAndChangesNothing() throws Exception {
        Message good = message(1, QUOTE, TEXT, USER);
        byte[] changed = good.ciphertext().toArray();
        changed[0] ^= 1;
        Message swapped = new Message(good.manifest(), good.signature(), good.encapsulation(), new Blob(changed));
        DataManifest manifest = new DataManifest(ORDER, QUOTE, 1, Digests.sha256(changed));
        Message resigned =
                new Message(manifest, manifest.sign(USER, MARKET.domains()), good.encapsulation(), new Blob(changed));

        assertThat(refusal(swapped)).isEqualTo(new ManifestRefusal.OtherCiphertext());
        assertThat(refusal(resigned)).isEqualTo(new ManifestRefusal.NotOpened());
        assertThat(receiveData.receive(good)).isInstanceOf(Outcome.Received.class);
    }

    @Test
    void boundsOneMessageAndTheOrder() throws Exception {
        assertThat(refusal(message(1, QUOTE, "x".repeat(85), USER))).isEqualTo(new ManifestRefusal.TooLarge(100));
        assertThat(receiveData.receive(message(1, QUOTE, "x".repeat(84), USER))).isInstanceOf(Outcome.Received.class);
        assertThat(refusal(message(2, QUOTE, "x".repeat(60), USER))).isEqualTo(new ManifestRefusal.TooLarge(150));
    }

    private ManifestRefusal refusal(Message message) {
        Outcome outcome = receiveData.receive(message);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).reason();
    }

    private Message message(long seq, Bytes32 quote, String text, SigningKey signer) throws Exception {
        HPKE hpke = new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
        HPKEContextWithEncapsulation sender =
                hpke.setupBaseS(new X25519PublicKeyParameters(key.publicKey().toArray(), 0), new byte[0]);
        byte[] ciphertext =
                sender.seal(ReceiveData.associatedData(ORDER, quote), text.getBytes(StandardCharsets.UTF_8));
        DataManifest manifest = new DataManifest(ORDER, quote, seq, Digests.sha256(ciphertext));
        return new Message(
                manifest,
                manifest.sign(signer, MARKET.domains()),
                new Blob(sender.getEncapsulation()),
                new Blob(ciphertext));
    }
}
