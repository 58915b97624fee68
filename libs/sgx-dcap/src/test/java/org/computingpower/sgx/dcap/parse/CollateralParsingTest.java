package org.computingpower.sgx.dcap.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.Vectors;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.json.JsonFormatException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The content of collateral, read as if its signature had passed. */
class CollateralParsingTest {
    private static final String TCB_INFO = body(Vectors.SGX_V3.collateralBytes().tcbInfo(), "tcbInfo");
    private static final String TDX_TCB_INFO =
            body(Vectors.TDX_V5.collateralBytes().tcbInfo(), "tcbInfo");
    private static final String IDENTITY = body(Vectors.SGX_V3.collateralBytes().qeIdentity(), "enclaveIdentity");

    private static String body(Bytes document, String member) {
        try {
            return new String(SignedJson.parse(document, member).body().toByteArray(), StandardCharsets.UTF_8);
        } catch (JsonFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes bytes(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String tcbInfo, Kind kind) {
        assertThatThrownBy(() -> TcbInfo.parse(bytes(tcbInfo), false))
                .isInstanceOfSatisfying(
                        JsonFormatException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void readsLevelsHighestFirst() throws JsonFormatException {
        TcbInfo tcbInfo = TcbInfo.parse(bytes(TDX_TCB_INFO), false);

        assertThat(tcbInfo.levels()).isSortedAccordingTo(TcbLevel.HIGHEST_FIRST);
        assertThat(tcbInfo.levels().getFirst().status()).isEqualTo(TcbStatus.UP_TO_DATE);
        assertThat(tcbInfo.tdxModuleIdentity(1).orElseThrow().id()).isEqualTo("TDX_01");
        assertThat(tcbInfo.tdxModuleIdentity(0x7f)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"version\":3', '\"version\":3,\"version\":3', FORMAT",
        "'\"version\":3', '\"version\":4', VERSION",
        "'\"version\":3', '\"version\":2', VERSION",
        "'\"version\":3', '\"version\":\"3\"', INVALID",
        "'\"version\":3,', '', FORMAT",
        "'\"tcbType\":0', '\"tcbType\":1', INVALID",
        "'\"id\":\"SGX\"', '\"id\":\"SEV\"', INVALID",
        "'\"tcbStatus\":\"OutOfDate\"', '\"tcbStatus\":\"outofdate\"', INVALID",
        "'\"tcbStatus\":\"OutOfDate\"', '\"tcbStatus\":\"TDRelaunchAdvised\"', INVALID",
        "'\"svn\":0', '\"svn\":256', FORMAT",
        "'\"svn\":0', '\"svn\":-1', FORMAT",
        "'\"svn\":0', '\"svn\":99999999999999999999', FORMAT",
        "'\"pcesvn\":', '\"pcesvn\":65536,\"x\":', FORMAT",
        "'\"pceId\":\"0000\"', '\"pceId\":\"00000\"', INVALID",
        "'\"pceId\":\"0000\"', '\"pceId\":\"00zz\"', INVALID",
        "'T', '', INVALID",
        "'\"svn\":0', '\"svn\":0,\"category\":1', FORMAT",
        "'\"svn\":0', '\"svn\":0,\"type\":null', FORMAT"
    })
    void refusesTcbInfoWithAWrongMember(String part, String replacement, Kind kind) {
        String changed = TCB_INFO.replaceFirst(java.util.regex.Pattern.quote(part), replacement);

        assertThat(changed).isNotEqualTo(TCB_INFO);
        assertRefused(changed, kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-01-01t00:00:00Z",
                "2025-01-01T00:00:00z",
                "2025-01-01T24:00:00Z",
                "2025-01-01T23:59:60Z",
                "2025-02-30T00:00:00Z",
                "2025-01-01T00:00Z",
                "2025-01-01T00:00:00.0Z",
                "+12345-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "2025-01-01T00:00:00+00:00"
            })
    void refusesATimeOfAnotherForm(String time) {
        assertRefused(TCB_INFO.replaceFirst("\"issueDate\":\"[^\"]+", "\"issueDate\":\"" + time), Kind.INVALID);
    }

    @Test
    void readsVersionTwoOfTcbInfoOnlyWhenAskedTo() {
        Vectors.Vector vector = Vectors.SGX_V3_OLD_TCB_INFO;
        CollateralRules rules = CollateralRules.standard();

        CollateralResult standard =
                CollateralVerifier.verify(vector.collateralBytes(), TrustRoot.intel(), rules, vector.now());
        CollateralResult asked = CollateralVerifier.verify(
                vector.collateralBytes(), TrustRoot.intel(), rules.withTcbInfoVersion2(), vector.now());

        assertThat(standard)
                .isInstanceOfSatisfying(
                        CollateralResult.Rejected.class,
                        rejected -> assertThat(rejected.status()).isEqualTo(VerificationStatus.SGX_TCB_INFO_INVALID));
        assertThat(asked)
                .isInstanceOfSatisfying(
                        CollateralResult.Verified.class,
                        verified -> assertThat(verified.collateral().tcbEvaluationDataNumber())
                                .isEqualTo(12));
    }

    @Test
    void refusesBytesAfterTheValueAndOtherEncodings() {
        assertRefused(TCB_INFO + "{}", Kind.FORMAT);
        assertRefused(TCB_INFO + "x", Kind.FORMAT);
        assertRefused("\ufeff" + TCB_INFO, Kind.FORMAT);
        assertRefused("", Kind.FORMAT);
        assertRefused("[]", Kind.FORMAT);
        assertThatThrownBy(() -> TcbInfo.parse(Bytes.copyOf(TCB_INFO.getBytes(StandardCharsets.UTF_16LE)), false))
                .isInstanceOf(JsonFormatException.class);
    }

    @Test
    void refusesTwoLevelsWithTheSameSvns() {
        int start = TCB_INFO.indexOf("[{\"tcb\"") + 1;
        int end = TCB_INFO.indexOf(",{\"tcb\":{\"sgxtcbcomponents\"", start);
        String level = TCB_INFO.substring(start, end);

        assertRefused(TCB_INFO.substring(0, start) + level + "," + TCB_INFO.substring(start), Kind.INVALID);
    }

    @Test
    void refusesDeepNesting() {
        assertRefused("{\"x\":" + "[".repeat(100) + "]".repeat(100) + "}", Kind.FORMAT);
    }

    @Test
    void wantsTdxModulesInTcbInfoForTdxOnly() {
        assertRefused(TDX_TCB_INFO.replace("\"tdxModule\":", "\"other\":"), Kind.INVALID);
        assertRefused(TDX_TCB_INFO.replace("\"id\":\"TDX\"", "\"id\":\"SGX\""), Kind.INVALID);
    }

    @Test
    void refusesAnIdentityWithAWrongMember() {
        for (List<String> change : List.of(
                List.of("\"version\":2", "\"version\":1"),
                List.of("\"id\":\"QE\"", "\"id\":\"XX\""),
                List.of("\"tcbStatus\":\"UpToDate\"", "\"tcbStatus\":\"SWHardeningNeeded\""),
                List.of("\"miscselect\":\"00000000\"", "\"miscselect\":\"000000\""))) {
            String changed = IDENTITY.replace(change.get(0), change.get(1));

            assertThat(changed).isNotEqualTo(IDENTITY);
            assertThatThrownBy(() -> EnclaveIdentity.parse(bytes(changed))).isInstanceOf(JsonFormatException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"a\":[1,-5,{}],\"b\":\"a b\\n\\\"/\",\"c\":null,\"d\":true}`, true",
                "`{\"a\":123456789012345678}`, true",
                "`{\"a\": 1}`, false",
                "`{\"a\":1\n}`, false",
                "`{\"a\":1.5}`, false",
                "`{\"a\":1e5}`, false",
                "`{\"a\":1E5}`, false",
                "`{\"a\":-0}`, false",
                "`{\"a\":18446744073709551616}`, false",
                "`{\"a\":\"\\/\"}`, false",
                "`{\"a\":\"\\u0061\"}`, false",
                "`{\"a\":\"\\ud800\"}`, false"
            })
    void knowsTheFormInWhichIntelsLibraryWrites(String body, boolean inIntelsForm) throws JsonFormatException {
        SignedJson signed = SignedJson.parse(
                bytes("{\"tcbInfo\":" + body + ",\"signature\":\"" + "ab".repeat(64) + "\"}"), "tcbInfo");

        assertThat(signed.isInIntelsForm()).isEqualTo(inIntelsForm);
    }

    @Test
    void readsADocumentThatEndsWithZeroBytes() throws JsonFormatException {
        String document = "{\"tcbInfo\":{},\"signature\":\"" + "ab".repeat(64) + "\"}";

        assertThat(SignedJson.parse(bytes(document + "\0\0"), "tcbInfo"))
                .isEqualTo(SignedJson.parse(bytes(document), "tcbInfo"));
        assertThatThrownBy(() -> SignedJson.parse(bytes(document + "\0x"), "tcbInfo"))
                .isInstanceOf(JsonFormatException.class);
    }

    @Test
    void findsTheExactBytesUnderTheSignature() throws JsonFormatException {
        SignedJson signed = SignedJson.parse(
                bytes(" { \"other\" : 1 , \"tcbInfo\" : { \"a\" : [ 1 , {} ] } , \"signature\" : \"" + "ab".repeat(64)
                        + "\" } \n"),
                "tcbInfo");

        assertThat(signed.body()).isEqualTo(bytes("{ \"a\" : [ 1 , {} ] }"));
        assertThat(signed.signature()).isEqualTo(Bytes.ofHex("ab".repeat(64)));
    }
}
