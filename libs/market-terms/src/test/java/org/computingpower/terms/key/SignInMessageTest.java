package org.computingpower.terms.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.key.SignInMessage.Expected;
import org.computingpower.terms.key.SignInResult.Reason;
import org.computingpower.terms.key.SignInResult.Refused;
import org.computingpower.terms.key.SignInResult.SignedIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.crypto.Sign;

class SignInMessageTest {

    private static final SigningKey KEY =
            SigningKey.of(Bytes32.parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"));
    private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");
    private static final URI SITE = URI.create("http://127.0.0.1:8100/api/registry/v1");
    private static final Expected EXPECTED = new Expected("127.0.0.1:8100", SITE, 31337, "abcDEF123456");
    private static final String TEXT = """
            127.0.0.1:8100 wants you to sign in with your Ethereum account:
            0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266

            Bind this wallet to my account.

            URI: http://127.0.0.1:8100/api/registry/v1
            Version: 1
            Chain ID: 31337
            Nonce: abcDEF123456
            Issued At: 2026-01-01T00:00:00Z
            Expiration Time: 2026-01-01T00:05:00Z""";

    private final SignInMessage message = new SignInMessage(
            "127.0.0.1:8100",
            KEY.address(),
            "Bind this wallet to my account.",
            SITE,
            31337,
            "abcDEF123456",
            ISSUED,
            ISSUED.plusSeconds(300));

    @Test
    void hasTheTextOfTheStandardAndReadsItBack() {
        assertThat(message.text()).isEqualTo(TEXT);
        assertThat(SignInMessage.parse(TEXT)).isEqualTo(message);
    }

    @Test
    void digestsLikeWeb3j() {
        byte[] expected = Sign.getEthereumMessageHash(TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(message.digest().toArray()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Version: 1,Version: 2",
        "0xf39Fd6,0xf39fd6",
        "Chain ID: 31337,Chain ID: 031337",
        "Nonce: abcDEF123456,Nonce: short",
        "00:05:00Z,00:05:00.000Z",
        "00:05:00Z,00:00:00Z",
        "00:00:00Z,soon",
        "wants you,want you"
    })
    void refusesEveryOtherText(String part, String replacement) {
        assertThatIllegalArgumentException().isThrownBy(() -> SignInMessage.parse(TEXT.replace(part, replacement)));
    }

    @Test
    void refusesTextAroundTheMessage() {
        assertThatIllegalArgumentException().isThrownBy(() -> SignInMessage.parse(TEXT + "\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> SignInMessage.parse(TEXT + "\nResources:\n- x:y"));
        assertThatIllegalArgumentException().isThrownBy(() -> SignInMessage.parse("https://" + TEXT));
    }

    @Test
    void signsInTheWalletThatSigned() {
        Signature signature = KEY.sign(message.digest());
        assertThat(message.check(signature, EXPECTED, ISSUED.plusSeconds(299))).isEqualTo(new SignedIn(KEY.address()));
    }

    @Test
    void refusesWhatWasNotIssuedHereOrIsOver() {
        Signature signature = KEY.sign(message.digest());
        Expected otherDomain = new Expected("evil.example", SITE, 31337, "abcDEF123456");
        Expected otherUri = new Expected("127.0.0.1:8100", URI.create("http://x/"), 31337, "abcDEF123456");
        Expected otherChain = new Expected("127.0.0.1:8100", SITE, 1, "abcDEF123456");
        Expected otherNonce = new Expected("127.0.0.1:8100", SITE, 31337, "abcDEF123457");
        assertThat(message.check(signature, otherDomain, ISSUED)).isEqualTo(new Refused(Reason.OTHER_SITE));
        assertThat(message.check(signature, otherUri, ISSUED)).isEqualTo(new Refused(Reason.OTHER_SITE));
        assertThat(message.check(signature, otherChain, ISSUED)).isEqualTo(new Refused(Reason.OTHER_CHAIN));
        assertThat(message.check(signature, otherNonce, ISSUED)).isEqualTo(new Refused(Reason.OTHER_NONCE));
        assertThat(message.check(signature, EXPECTED, ISSUED.plusSeconds(300))).isEqualTo(new Refused(Reason.EXPIRED));
        assertThat(message.check(signature, EXPECTED, ISSUED.minusSeconds(61)))
                .isEqualTo(new Refused(Reason.NOT_YET_VALID));
        Signature foreign = SigningKey.of(Digests.keccak256OfText("foreign")).sign(message.digest());
        assertThat(message.check(foreign, EXPECTED, ISSUED)).isEqualTo(new Refused(Reason.OTHER_SIGNER));
    }

    @Test
    void provesPossessionOfANodeKeyForOneProviderOnly() {
        Address provider = Address.parse("0x" + "02".repeat(20));
        Signature proof = NodePossession.prove(KEY, provider);
        assertThat(NodePossession.text(KEY.nodeId(), provider))
                .isEqualTo("Register node " + KEY.nodeId() + " for 0x" + "02".repeat(20));
        assertThat(NodePossession.isProven(KEY.verifyingKey(), provider, proof)).isTrue();
        assertThat(NodePossession.isProven(KEY.verifyingKey(), KEY.address(), proof))
                .isFalse();
        SigningKey other = SigningKey.of(Digests.keccak256OfText("other"));
        assertThat(NodePossession.isProven(other.verifyingKey(), provider, proof))
                .isFalse();
    }
}
