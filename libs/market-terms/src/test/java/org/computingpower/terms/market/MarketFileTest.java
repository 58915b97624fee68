package org.computingpower.terms.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.computingpower.terms.Address;
import org.computingpower.terms.money.BillingLimits;
import org.computingpower.terms.signed.ContractName;
import org.junit.jupiter.api.Test;

class MarketFileTest {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    /** The example of the protocol page, its elided values filled in. */
    private static String example() throws Exception {
        String page = Files.readString(Path.of("../../docs/protocol.md"));
        int start = page.indexOf("```json") + "```json".length();
        return page.substring(start, page.indexOf("```", start))
                .replaceFirst("(\"trustRootHash\": \")0x…", "$10x" + "ab".repeat(32))
                .replaceFirst("(\"orderEscrow\": \")0x…", "$10x" + "02".repeat(20))
                .replace("\"0x…\"", "\"0x" + "01".repeat(20) + "\"")
                .replace("\"…\"", "\"1000000000000000000\"");
    }

    @Test
    void hasTheShapeOfTheProtocolPage() throws Exception {
        MarketFile market = JSON.readValue(example(), MarketFile.class);
        assertThat(JSON.readTree(JSON.writeValueAsString(market))).isEqualTo(JSON.readTree(example()));
        assertThat(market.domains().chainId()).isEqualTo(31337);
        assertThat(market.domains().domainOf(ContractName.ORDER_ESCROW).verifyingContract())
                .isEqualTo(Address.parse("0x" + "02".repeat(20)));
        assertThat(market.epochClock().startOf(2)).isEqualTo(Instant.ofEpochSecond(1_700_000_030));
        assertThat(market.validatorRoster().threshold()).isEqualTo(1);
        assertThat(market.billingLimits()).isEqualTo(new BillingLimits(4, 24, 16, 3));
    }

    @Test
    void refusesWhatNoMarketCanBe() throws Exception {
        String example = example();
        for (String broken : new String[] {
            example.replace("\"chainId\": 31337", "\"chainId\": 0"),
            example.replace("\"epochSeconds\": 15", "\"epochSeconds\": 0"),
            example.replace("\"feeBps\": 500", "\"feeBps\": 10001"),
            example.replace("\"validatorThreshold\": 1", "\"validatorThreshold\": 2")
        }) {
            assertThat(broken).isNotEqualTo(example);
            assertThatThrownBy(() -> JSON.readValue(broken, MarketFile.class))
                    .isInstanceOf(ValueInstantiationException.class);
        }
    }

    @Test
    void hashesTheRawBytes() {
        // SHA-256 of "abc", FIPS 180-2 appendix B.1.
        assertThat(MarketFile.hashOf("abc".getBytes(StandardCharsets.US_ASCII)))
                .hasToString("0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
