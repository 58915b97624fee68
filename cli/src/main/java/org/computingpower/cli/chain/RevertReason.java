package org.computingpower.cli.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Turns what a contract reverted with into words. */
public final class RevertReason {
    private static final List<String> CONTRACTS =
            List.of("OrderEscrow", "StakeManager", "NodeRegistry", "ValidatorSet", "ComputeToken");
    private static final String ERROR_STRING = "0x08c379a0";
    private static final String PANIC = "0x4e487b71";
    private static final int SELECTOR_DIGITS = 10;
    private static final int WORD_DIGITS = 64;
    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("ERC20InsufficientBalance", "The wallet holds too few tokens: cpctl wallet balance"),
            Map.entry("ERC20InsufficientAllowance", "The permit was not taken; run the command again with --approve."),
            Map.entry("UnknownNode", "The node is not recorded on chain yet: cpctl node attest NODE, then wait."),
            Map.entry("NotStakeAccount", "Use the wallet of the stake account: --wallet NAME"),
            Map.entry("InsufficientFreeStake", "The node has too little free stake for an order of this price."),
            Map.entry("AttestationExpired", "The node must attest again: cpctl node attest NODE"),
            Map.entry("PartiesDiffer", "The node's accounts have changed since the offer; ask for a new quote."),
            Map.entry("AlreadyOpened", "The escrow of this order is open already: cpctl order status ORDER"),
            Map.entry("TooLate", "The time to open the escrow has passed; ask for a new quote."),
            Map.entry("NothingToWithdraw", "Nothing is due to this wallet: wait for the next batch on chain."),
            Map.entry("NotAParty", "Use the wallet of the order's payee or user: --wallet NAME"),
            Map.entry("UnknownOrder", "No escrow was opened for this order."),
            Map.entry("NotSignedByUser", "The order must be signed by its user's wallet: --wallet NAME"));

    private RevertReason() {}

    /**
     * What it means.
     *
     * @param text the error with its values
     * @param next what to do next; empty if nothing is known
     */
    public record Meaning(String text, String next) {}

    /** Decodes the data of a revert; unknown errors are shown as they are. */
    public static Meaning of(String data) {
        if (data.length() < SELECTOR_DIGITS) {
            return new Meaning("The contract refused without a reason.", "");
        }
        String selector = data.substring(0, SELECTOR_DIGITS);
        if (selector.equals(ERROR_STRING)) {
            return new Meaning(string(data), "");
        }
        if (selector.equals(PANIC)) {
            return new Meaning("The contract failed with panic " + data.substring(SELECTOR_DIGITS), "");
        }
        for (String contract : CONTRACTS) {
            Optional<JsonNode> error = ContractAbi.of(contract).error(selector);
            if (error.isPresent()) {
                String name = error.get().path("name").asText();
                return new Meaning(name + values(error.get().path("inputs"), data), ADVICE.getOrDefault(name, ""));
            }
        }
        return new Meaning("The contract refused with " + data, "");
    }

    private static String values(JsonNode inputs, String data) {
        StringJoiner values = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < inputs.size(); i++) {
            int from = SELECTOR_DIGITS + i * WORD_DIGITS;
            if (data.length() < from + WORD_DIGITS) {
                break;
            }
            JsonNode input = inputs.path(i);
            values.add(input.path("name").asText() + " "
                    + value(
                            input.path("name").asText(),
                            input.path("type").asText(),
                            data.substring(from, from + WORD_DIGITS)));
        }
        return values.toString();
    }

    private static String value(String name, String type, String word) {
        if (type.equals("address")) {
            return "0x" + word.substring(WORD_DIGITS - 40);
        }
        if (type.startsWith("uint")) {
            BigInteger number = new BigInteger(word, 16);
            boolean isTime =
                    name.matches("(?i).*(before|after|at|until)") && number.bitLength() < 40 && number.signum() > 0;
            return isTime ? Instant.ofEpochSecond(number.longValueExact()).toString() : number.toString();
        }
        return "0x" + word;
    }

    private static String string(String data) {
        byte[] bytes = HexFormat.of().parseHex(data.substring(SELECTOR_DIGITS));
        if (bytes.length < 64) {
            return "The contract refused.";
        }
        int length = Math.min(bytes.length - 64, new BigInteger(1, bytes, 32, 32).intValue());
        return new String(bytes, 64, Math.max(0, length), StandardCharsets.UTF_8);
    }
}
