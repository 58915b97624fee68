package org.computingpower.sgx.dcap.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Collateral whose signature is right and whose content is not: a signer's mistake must not become a status. */
class MalformedCollateralTest {
    private static final CollateralBytes SGX = Simulation.collateralBytes(Tee.SGX, TcbScenario.upToDate());
    private static final CollateralBytes TDX = Simulation.collateralBytes(Tee.TDX, TcbScenario.upToDate());

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"version\":3`, `\"version\":3,\"version\":3`, SGX_TCB_INFO_UNSUPPORTED_FORMAT",
                "`\"pcesvn\":11`, `\"pcesvn\":11,\"pcesvn\":2`, SGX_TCB_INFO_UNSUPPORTED_FORMAT",
                "`\"tcbStatus\":\"OutOfDate\"`, `\"tcbStatus\":\"OutOfDate\",\"tcbStatus\":\"UpToDate\"`, SGX_TCB_INFO_UNSUPPORTED_FORMAT",
                "`\"tcbStatus\":\"OutOfDate\"`, `\"tcbStatus\":\"Fine\"`, SGX_TCB_INFO_INVALID",
                "`\"tcbStatus\":\"OutOfDate\"`, `\"tcbStatus\":\"\"`, SGX_TCB_INFO_INVALID",
                "`\"tcbStatus\":\"OutOfDate\"`, `\"tcbStatus\":null`, SGX_TCB_INFO_UNSUPPORTED_FORMAT",
                "`\"version\":3`, `\"version\":2`, SGX_TCB_INFO_INVALID",
                "`\"version\":3`, `\"version\":4`, SGX_TCB_INFO_INVALID",
                "`\"version\":`, `\"x\":`, SGX_TCB_INFO_UNSUPPORTED_FORMAT",
                "`\"fmspc\":`, `\"x\":`, SGX_TCB_INFO_UNSUPPORTED_FORMAT",
                "`\"tcbLevels\":`, `\"x\":`, SGX_TCB_INFO_INVALID",
                "`\"pcesvn\":`, `\"x\":`, SGX_TCB_INFO_UNSUPPORTED_FORMAT",
                "`\"svn\":`, `\"x\":`, SGX_TCB_INFO_UNSUPPORTED_FORMAT",
                "`\"tcbDate\":\"`, `\"tcbDate\":\"x`, SGX_TCB_INFO_INVALID",
                "`\"version\":3`, `\"version\": 3`, TCB_INFO_INVALID_SIGNATURE",
                "`\"version\":3`, `\"v\\u0065rsion\":3`, TCB_INFO_INVALID_SIGNATURE"
            })
    void refusesSignedTcbInfo(String part, String replacement, VerificationStatus status) {
        assertThat(Simulation.refusalOf(withTcbInfo(SGX, resigned(SGX.tcbInfo(), part, replacement))))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"version\":2`, `\"version\":2,\"version\":2`, SGX_ENCLAVE_IDENTITY_UNSUPPORTED_FORMAT",
                "`\"isvsvn\":8`, `\"isvsvn\":8,\"isvsvn\":0`, SGX_ENCLAVE_IDENTITY_UNSUPPORTED_FORMAT",
                "`\"tcbStatus\":\"OutOfDate\"`, `\"tcbStatus\":\"ConfigurationNeeded\"`, SGX_ENCLAVE_IDENTITY_INVALID",
                "`\"tcbStatus\":\"OutOfDate\"`, `\"tcbStatus\":\"Fine\"`, SGX_ENCLAVE_IDENTITY_INVALID",
                "`\"version\":2`, `\"version\":3`, SGX_ENCLAVE_IDENTITY_UNSUPPORTED_VERSION",
                "`\"version\":`, `\"x\":`, SGX_ENCLAVE_IDENTITY_INVALID",
                "`\"mrsigner\":`, `\"x\":`, SGX_ENCLAVE_IDENTITY_INVALID",
                "`\"isvsvn\":`, `\"x\":`, SGX_ENCLAVE_IDENTITY_UNSUPPORTED_FORMAT",
                "`\"version\":2`, `\"version\":2,\"x\":1.0`, SGX_ENCLAVE_IDENTITY_INVALID_SIGNATURE"
            })
    void refusesASignedIdentity(String part, String replacement, VerificationStatus status) {
        assertThat(Simulation.refusalOf(withIdentity(SGX, resigned(SGX.qeIdentity(), part, replacement))))
                .isEqualTo(status);
    }

    @Test
    void refusesAnUnknownStatusOfATdxModule() {
        Bytes tcbInfo = resigned(
                TDX.tcbInfo(),
                "\"isvsvn\":5},\"tcbDate\":\"2026-01-14T00:00:00Z\",\"tcbStatus\":\"UpToDate\"",
                "\"isvsvn\":5},\"tcbDate\":\"2026-01-14T00:00:00Z\",\"tcbStatus\":\"SWHardeningNeeded\"");

        assertThat(Simulation.refusalOf(withTcbInfo(TDX, tcbInfo)))
                .isEqualTo(VerificationStatus.SGX_TCB_INFO_UNSUPPORTED_FORMAT);
    }

    /** Intel's library cannot read such a list at all: it has another code than one without the extension's name. */
    @ParameterizedTest
    @CsvSource({"040101", "0500", "0200", "02020001"})
    void refusesARevocationListWhoseNumberIsNoInteger(String number) {
        Bytes list = Simulation.PKI.pckCrl(Simulation.SPEC.ca(), Bytes.ofHex(number), Simulation.ISSUED);

        assertThat(Simulation.refusalOf(withPckCrl(SGX, list)))
                .isEqualTo(VerificationStatus.SGX_CRL_UNSUPPORTED_FORMAT);
    }

    @Test
    void acceptsARevocationListWhoseNumberIsAnInteger() {
        Bytes list = Simulation.PKI.pckCrl(Simulation.SPEC.ca(), Bytes.ofHex("02020100"), Simulation.ISSUED);

        assertThat(Simulation.verified(withPckCrl(SGX, list)).pckCrl().number()).isEqualTo(256);
    }

    /** The codes differ, as they do in Intel's library. */
    @Test
    void refusesADocumentWithoutSignature() {
        Bytes tcbInfo = bytes(text(SGX.tcbInfo()).replace("\"signature\"", "\"x\""));
        Bytes identity = bytes(text(SGX.qeIdentity()).replace("\"signature\"", "\"x\""));

        assertThat(Simulation.refusalOf(withTcbInfo(SGX, tcbInfo))).isEqualTo(VerificationStatus.SGX_TCB_INFO_INVALID);
        assertThat(Simulation.refusalOf(withIdentity(SGX, identity)))
                .isEqualTo(VerificationStatus.SGX_ENCLAVE_IDENTITY_UNSUPPORTED_FORMAT);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"`{}`", "`x`", "`,`", "`\"\"`", "`}`"})
    void refusesBytesAfterTheDocument(String trailer) {
        Bytes ascii = Bytes.copyOf(trailer.getBytes(StandardCharsets.US_ASCII));

        assertThat(Simulation.refusalOf(withTcbInfo(SGX, joined(SGX.tcbInfo(), ascii))))
                .isEqualTo(VerificationStatus.SGX_TCB_INFO_UNSUPPORTED_FORMAT);
        assertThat(Simulation.refusalOf(withIdentity(SGX, joined(SGX.qeIdentity(), ascii))))
                .isEqualTo(VerificationStatus.SGX_ENCLAVE_IDENTITY_UNSUPPORTED_FORMAT);
    }

    /** Two bodies or two signatures: one reader would take the first, another the last. */
    @ParameterizedTest
    @CsvSource({"tcbInfo", "signature"})
    void refusesADocumentWithAMemberTwice(String member) {
        String text = text(SGX.tcbInfo());
        String twice = text.substring(0, text.length() - 1) + ",\"" + member + "\":" + value(text, member) + "}";

        assertThat(Simulation.refusalOf(withTcbInfo(SGX, bytes(twice))))
                .isEqualTo(VerificationStatus.SGX_TCB_INFO_UNSUPPORTED_FORMAT);
    }

    /** The way in which the other cases are made does not itself break anything. */
    @Test
    void acceptsContentThatWasSignedAgain() {
        Bytes tcbInfo = resigned(SGX.tcbInfo(), "\"pcesvn\":11", "\"pcesvn\":10");

        assertThat(Simulation.verified(withTcbInfo(SGX, tcbInfo))
                        .tcbInfo()
                        .levels()
                        .getFirst()
                        .status())
                .isEqualTo(TcbStatus.UP_TO_DATE);
    }

    private static Bytes resigned(Bytes document, String part, String replacement) {
        String text = text(document);
        Matcher matcher = Pattern.compile("\\{\"(tcbInfo|enclaveIdentity)\":(\\{.*}),\"signature\":\"[0-9a-fA-F]+\"}")
                .matcher(text);
        assertThat(matcher.matches()).isTrue();
        String body = matcher.group(2);
        assertThat(body).contains(part);
        String changed = body.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(replacement));
        String signature = HexFormat.of()
                .formatHex(Simulation.PKI.tcbSigningKey().signRaw(changed.getBytes(StandardCharsets.UTF_8)));
        return bytes("{\"" + matcher.group(1) + "\":" + changed + ",\"signature\":\"" + signature + "\"}");
    }

    private static String value(String text, String member) {
        int signature = text.lastIndexOf(",\"signature\":");
        return member.equals("signature")
                ? text.substring(signature + ",\"signature\":".length(), text.length() - 1)
                : text.substring("{\"tcbInfo\":".length(), signature);
    }

    private static String text(Bytes document) {
        return new String(document.toByteArray(), StandardCharsets.UTF_8);
    }

    private static Bytes bytes(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Bytes joined(Bytes first, Bytes second) {
        byte[] joined = new byte[first.length() + second.length()];
        first.copyTo(joined, 0);
        second.copyTo(joined, first.length());
        return Bytes.copyOf(joined);
    }

    private static CollateralBytes withTcbInfo(CollateralBytes c, Bytes tcbInfo) {
        return new CollateralBytes(
                tcbInfo,
                c.tcbInfoIssuerChain(),
                c.qeIdentity(),
                c.qeIdentityIssuerChain(),
                c.pckCrl(),
                c.pckCrlIssuerChain(),
                c.rootCaCrl());
    }

    private static CollateralBytes withPckCrl(CollateralBytes c, Bytes pckCrl) {
        return new CollateralBytes(
                c.tcbInfo(),
                c.tcbInfoIssuerChain(),
                c.qeIdentity(),
                c.qeIdentityIssuerChain(),
                pckCrl,
                c.pckCrlIssuerChain(),
                c.rootCaCrl());
    }

    private static CollateralBytes withIdentity(CollateralBytes c, Bytes identity) {
        return new CollateralBytes(
                c.tcbInfo(),
                c.tcbInfoIssuerChain(),
                identity,
                c.qeIdentityIssuerChain(),
                c.pckCrl(),
                c.pckCrlIssuerChain(),
                c.rootCaCrl());
    }
}
