package org.computingpower.cli.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.computingpower.terms.Digests;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Type;

/** The committed ABI of one contract: selectors, topics and errors by name. */
public final class ContractAbi {
    private static final Map<String, ContractAbi> LOADED = new ConcurrentHashMap<>();
    private static final int SELECTOR_DIGITS = 10;

    private final String name;
    private final List<JsonNode> entries;

    private ContractAbi(String name, List<JsonNode> entries) {
        this.name = name;
        this.entries = entries;
    }

    /** The ABI of a contract, as the build took it from {@code contracts/abi}. */
    public static ContractAbi of(String contract) {
        return LOADED.computeIfAbsent(contract, ContractAbi::load);
    }

    private static ContractAbi load(String contract) {
        try (InputStream file = ContractAbi.class.getResourceAsStream("/abi/" + contract + ".json")) {
            if (file == null) {
                throw new IllegalStateException("No ABI of " + contract);
            }
            List<JsonNode> entries = new ArrayList<>();
            new ObjectMapper().readTree(file).path("abi").forEach(entries::add);
            return new ContractAbi(contract, List.copyOf(entries));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the ABI of " + contract, e);
        }
    }

    /**
     * Codes a call. Tuples of static types are given as their members, for their coding is the same.
     *
     * @param function its name, which must be unique in the contract
     * @param arguments flattened arguments
     */
    // web3j declares its lists of Type without the type argument.
    @SuppressWarnings("rawtypes")
    public String call(String function, List<Type> arguments) {
        return selector(function) + FunctionEncoder.encodeConstructor(arguments);
    }

    /** Codes a call without arguments. */
    public String call(String function) {
        return selector(function);
    }

    private String selector(String function) {
        return hash("function", function).substring(0, SELECTOR_DIGITS);
    }

    /** First topic of an event. */
    public String topic(String event) {
        return hash("event", event);
    }

    private String hash(String type, String entryName) {
        List<JsonNode> found = entries.stream()
                .filter(entry -> entry.path("type").asText().equals(type)
                        && entry.path("name").asText().equals(entryName))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(name + " has " + found.size() + " entries " + entryName);
        }
        return Digests.keccak256OfText(signature(found.getFirst())).toString();
    }

    /** The error with a selector, if this contract has it. */
    Optional<JsonNode> error(String selector) {
        return entries.stream()
                .filter(entry -> entry.path("type").asText().equals("error"))
                .filter(entry ->
                        Digests.keccak256OfText(signature(entry)).toString().startsWith(selector))
                .findFirst();
    }

    private static String signature(JsonNode entry) {
        return entry.path("name").asText() + types(entry.path("inputs"));
    }

    private static String types(JsonNode inputs) {
        return StreamSupport.stream(inputs.spliterator(), false)
                .map(ContractAbi::type)
                .collect(Collectors.joining(",", "(", ")"));
    }

    private static String type(JsonNode input) {
        String type = input.path("type").asText();
        return type.startsWith("tuple") ? types(input.path("components")) + type.substring("tuple".length()) : type;
    }
}
