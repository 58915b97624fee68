package org.computingpower.terms.signed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.computingpower.terms.signed.SampleStatements.DOMAINS;
import static org.computingpower.terms.signed.SampleStatements.KEY;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.Vectors;
import org.computingpower.terms.key.Secp256k1;
import org.computingpower.terms.key.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.web3j.crypto.StructuredDataEncoder;

class SignedTypesTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static List<SignedType> statements() {
        return SampleStatements.all();
    }

    @ParameterizedTest
    @MethodSource("statements")
    void agreesWithWeb3j(SignedType statement) throws Exception {
        String document = JSON.writeValueAsString(TypedDataJson.of(statement, DOMAINS));
        byte[] expected = new StructuredDataEncoder(document).hashStructuredData();
        assertThat(statement.digest(DOMAINS)).isEqualTo(Bytes32.of(expected));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void hasTheTypeAndTheFieldsOfTheProtocolPage(SignedType statement) throws Exception {
        String page = Files.readString(Path.of("../../docs/protocol.md"));
        String section =
                page.substring(page.indexOf("Domain **" + statement.contract().domainName() + "**"));
        String types = section.substring(0, section.indexOf("```", section.indexOf("```") + 3));
        assertThat(types.lines()).contains(statement.type().encodeType());
        assertThat(Arrays.stream(statement.getClass().getRecordComponents()).map(RecordComponent::getName))
                .containsExactlyElementsOf(statement.type().fields().stream()
                        .map(StructType.Field::name)
                        .toList());
    }

    @Test
    void coversEveryTypeAndCodeOfTheProtocolPage() throws Exception {
        String page = Files.readString(Path.of("../../docs/protocol.md"));
        assertThat(page.lines().filter(line -> line.matches("[A-Z][A-Za-z]+\\(.*\\)")))
                .containsExactlyInAnyOrderElementsOf(statements().stream()
                        .map(statement -> statement.type().encodeType())
                        .toList());
        for (Class<?> type : Coded.class.getPermittedSubclasses()) {
            String codes = String.join(
                    ", ",
                    Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Coded) constant).code() + " " + constant)
                            .toList());
            assertThat(page.lines()).contains("| " + type.getSimpleName() + " | " + codes + " |");
        }
    }

    @ParameterizedTest
    @MethodSource("statements")
    void recoversTheSignerUnderItsOwnDomainOnly(SignedType statement) {
        Signature signature = statement.sign(KEY, DOMAINS);
        assertThat(statement.signer(signature, DOMAINS)).contains(KEY.address());
        for (ContractName other : ContractName.values()) {
            if (other != statement.contract()) {
                Bytes32 foreign = Digests.keccak256(
                        new byte[] {0x19, 0x01},
                        DOMAINS.domainOf(other).separator().toArray(),
                        statement.structHash().toArray());
                assertThat(foreign).isNotEqualTo(statement.digest(DOMAINS));
                assertThat(Secp256k1.recoverAddress(foreign, signature))
                        .isNotEqualTo(java.util.Optional.of(KEY.address()));
                assertThatIllegalArgumentException().isThrownBy(() -> statement.digest(DOMAINS.domainOf(other)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("statements")
    void isBoundToChainAndContract(SignedType statement) {
        Signature signature = statement.sign(KEY, DOMAINS);
        MarketDomains otherChain = MarketDomains.of(
                1,
                DOMAINS.orderEscrow().verifyingContract(),
                DOMAINS.stakeManager().verifyingContract(),
                DOMAINS.nodeRegistry().verifyingContract(),
                DOMAINS.validatorSet().verifyingContract());
        Address elsewhere = SampleStatements.address("elsewhere");
        MarketDomains otherContracts = MarketDomains.of(31337, elsewhere, elsewhere, elsewhere, elsewhere);
        assertThat(statement.isSignedBy(KEY.address(), signature, DOMAINS)).isTrue();
        assertThat(statement.isSignedBy(KEY.address(), signature, otherChain)).isFalse();
        assertThat(statement.isSignedBy(KEY.address(), signature, otherContracts))
                .isFalse();
    }

    @Test
    void refusesAForeignKey() {
        SigningKey foreign = SigningKey.of(Digests.keccak256OfText("foreign"));
        Cancel cancel = new Cancel(OrderId.NONE, 1);
        assertThat(cancel.isSignedBy(KEY.address(), cancel.sign(foreign, DOMAINS), DOMAINS))
                .isFalse();
    }

    @Test
    void refusesValuesOutsideTheirSolidityType() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Cancel(OrderId.NONE, -1).structHash());
        assertThatIllegalArgumentException().isThrownBy(() -> new RoundWaived(1, 2, 256).structHash());
        assertThat(new RoundWaived(1, 2, 255).structHash()).isNotEqualTo(Bytes32.ZERO);
        TokenAmount tooLarge = new TokenAmount(java.math.BigInteger.TWO.pow(128));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SettlementItem(OrderId.NONE, tooLarge, TokenAmount.ZERO, true).structHash());
        assertThat(new SettlementItem(OrderId.NONE, tooLarge.minus(TokenAmount.of(1)), TokenAmount.ZERO, true)
                        .structHash())
                .isNotEqualTo(Bytes32.ZERO);
    }

    @ParameterizedTest
    @MethodSource("statements")
    void survivesJson(SignedType statement) throws Exception {
        String json = JSON.writeValueAsString(statement);
        assertThat(JSON.readTree(json).size())
                .isEqualTo(statement.type().fields().size());
        assertThat((Object) JSON.readValue(json, statement.getClass())).isEqualTo(statement);
    }

    @Test
    void equalsTheGoldenVectors() {
        ObjectNode document = JSON.createObjectNode();
        document.put("privateKey", KEY.dangerousSecretBytes().toString());
        document.put("signer", KEY.address().toString());
        document.put("chainId", DOMAINS.chainId());
        ObjectNode contracts = document.putObject("contracts");
        ObjectNode separators = document.putObject("domainSeparators");
        for (ContractName contract : ContractName.values()) {
            MarketDomain domain = DOMAINS.domainOf(contract);
            contracts.put(contract.domainName(), domain.verifyingContract().toString());
            separators.put(contract.domainName(), domain.separator().toString());
        }
        ObjectNode types = document.putObject("types");
        for (SignedType statement : statements()) {
            ObjectNode vector = types.putObject(statement.type().name());
            vector.put("domain", statement.contract().domainName());
            vector.put("encodeType", statement.type().encodeType());
            vector.put("typeHash", statement.type().typeHash().toString());
            vector.set("fields", JSON.valueToTree(statement));
            vector.put("encodedData", "0x" + HexFormat.of().formatHex(statement.encodedData()));
            vector.put("structHash", statement.structHash().toString());
            vector.put("digest", statement.digest(DOMAINS).toString());
            vector.put("signature", statement.sign(KEY, DOMAINS).toString());
        }
        Vectors.assertGolden("eip712.json", document);
    }

    @Test
    void readsEveryCodeAndNoOther() {
        assertThat(Coded.ofCode(TcbStatus.class, 4)).contains(TcbStatus.OUT_OF_DATE);
        assertThat(Coded.ofCode(TcbStatus.class, 9)).isEmpty();
        assertThat(Coded.ofCode(TcbStatus.class, -1)).isEmpty();
    }
}
