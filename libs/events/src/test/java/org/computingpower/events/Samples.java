package org.computingpower.events;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.AttestationFacet;
import org.computingpower.terms.signed.ProofResult;
import org.jspecify.annotations.Nullable;

/**
 * Deterministic example values for new golden files. One name has one value everywhere, so that ids agree within a file.
 * Signatures have the right form and recover to nobody in particular: market-terms has the vectors for those.
 */
final class Samples {

    private static final long BEGIN = 1_767_225_600L; // 2026-01-01T00:00:00Z

    /** Values a generic rule would get wrong, by record and field, else by field. */
    private static final Map<String, Object> VALUES = Map.ofEntries(
            Map.entry("document", "{\"name\":\"local\",\"version\":3}"),
            Map.entry("evidence", "{\"verdicts\":[]}"),
            Map.entry("url", "https://user.example/application.yaml"),
            Map.entry("gatewayOrigin", "https://node.provider.example"),
            Map.entry("region", "eu-central"),
            Map.entry("subject", "5f0c9c7e-provider"),
            Map.entry("userSubject", "0b7d2a11-user"),
            Map.entry("model", "8 cores"),
            Map.entry("trustDomain", "SIMULATED"),
            Map.entry("cause", "EXPIRED"),
            Map.entry("RoundWaived.cause", 1),
            Map.entry("fact", "EscrowOpened"),
            Map.entry("key", "0x" + "5a".repeat(32)),
            Map.entry("name", "quote-signature"),
            Map.entry("detail", "as expected"),
            Map.entry("pckChain", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
            Map.entry("epoch", 118L),
            Map.entry("asOfEpoch", 118L),
            Map.entry("atEpoch", 118L),
            Map.entry("fromEpoch", 117L),
            Map.entry("effectiveEpoch", 112L),
            Map.entry("billingFromEpoch", 111L),
            Map.entry("endsAtEpoch", 121L),
            Map.entry("from", 105L),
            Map.entry("to", 120L),
            Map.entry("durationSeconds", 150L),
            Map.entry("chainId", 31_337L),
            Map.entry("setVersion", 1L),
            Map.entry("device", 0),
            Map.entry("k", 498),
            Map.entry("mu", 512),
            Map.entry("feeBps", 500),
            Map.entry("validatorShareBps", 2_000),
            Map.entry("phiBps", 10_000),
            Map.entry("advertisedRate", 250_000L),
            Map.entry("r0", 240_000L),
            Map.entry("rated", 240_000L),
            Map.entry("measured", 238_112L),
            Map.entry("measuredRate", 238_112L),
            Map.entry("rosterSize", 4),
            Map.entry("part", 0),
            Map.entry("logLikelihoodRatio", -6.25),
            Map.entry("cusum", 0.0),
            Map.entry("alarm", false),
            Map.entry("terminate", false),
            Map.entry("isFinal", false),
            Map.entry("unpaidInARow", 0),
            Map.entry("unpaidOfLast24", 2),
            Map.entry("totalPrice", amount("150000000000000000000")),
            Map.entry("deposit", amount("150000000000000000000")),
            Map.entry("EscrowFunded.amount", amount("150000000000000000000")),
            Map.entry("pricePerSecond", amount("1000000000000000000")),
            Map.entry("w", amount("15000000000000000000")),
            Map.entry("releasedCum", amount("105000000000000000000")),
            Map.entry("feeCum", amount("5250000000000000000")),
            Map.entry("refundedCum", amount("15000000000000000000")),
            Map.entry("OrderSettled.releasedCum", amount("135000000000000000000")),
            Map.entry("OrderSettled.feeCum", amount("6750000000000000000")),
            Map.entry("total", amount("5000000000000000000000")),
            Map.entry("locked", amount("45000000000000000000")),
            Map.entry("unbonding", amount("0")),
            Map.entry("required", amount("1000000000000000000000")),
            Map.entry("lifecycle", NodeLifecycle.ACTIVE),
            Map.entry("NodeStake.status", StakeStatus.SUFFICIENT),
            Map.entry("NodePower.status", PowerStatus.RATED),
            Map.entry("listed", false),
            Map.entry("missing", List.of(MissingCondition.RESERVED)),
            Map.entry("minSeconds", 45L),
            Map.entry("maxSeconds", 604_800L),
            Map.entry("validUntil", BEGIN + 86_400),
            Map.entry("Offer.version", 2L),
            Map.entry("PolicyActivation.version", 3L),
            Map.entry("policyVersion", 3L),
            Map.entry("batchNo", 17L),
            Map.entry("slashNo", 4L),
            Map.entry("seq", 2L),
            Map.entry("generation", 1L),
            Map.entry("blockNumber", 4_096L),
            Map.entry("number", 4_096L),
            Map.entry("logIndex", 3),
            Map.entry("skipped", 0),
            Map.entry("OrderDegraded.unpaidInARow", 1),
            Map.entry("role", AccountRole.PROVIDER),
            Map.entry("actor", Actor.PLATFORM),
            Map.entry("closedBy", Actor.PLATFORM),
            Map.entry("oldStatus", AttestationFacet.VALID),
            Map.entry("newStatus", AttestationFacet.TCB_OUTDATED),
            Map.entry("reason", "the platform's TCB level is out of date"),
            Map.entry("BatchSuperseded.reason", "no threshold in time"),
            Map.entry("ItemSkipped.reason", "EXCEEDS_DEPOSIT"),
            Map.entry("SlashProposed.reason", "four unpaid windows in a row"),
            Map.entry("reasons", List.of("the platform's TCB level is out of date")),
            Map.entry("voidReason", "share 17 does not meet the target"),
            Map.entry("evidenceId", "019b76da-a800-7817-a2d0-d480a3a39605"),
            Map.entry("tcbEvaluationDataNumber", 17),
            Map.entry("level", FactLevel.FINAL));

    /** Values of the example with all optional fields alone; empty means that the field is absent there too. */
    private static final Map<String, Optional<Object>> WITH_OPTIONAL = Map.of(
            "NodeAttestation.status", Optional.of(AttestationFacet.VALID),
            "PowerVerdict.result", Optional.of(ProofResult.VOID),
            "AttestationJudged.decision", Optional.of(AttestationDecision.ACCEPT_WITH_WARNINGS),
            "AttestationJudged.refusal", Optional.empty());

    /** Values of the smallest example alone; {@code true} means that this optional field is present. */
    private static final Map<String, Object> MINIMAL =
            Map.of("AttestationJudged.decision", AttestationDecision.REJECT, "AttestationJudged.refusal", true);

    private Samples() {}

    /** An example of an event; with or without its optional fields. */
    static MarketEvent of(Class<? extends MarketEvent> type, boolean withOptional) {
        return (MarketEvent) record(type, withOptional);
    }

    private static Object record(Class<?> type, boolean withOptional) {
        RecordComponent[] fields = type.getRecordComponents();
        Object[] values = Arrays.stream(fields)
                .map(field -> isPresent(type, field, withOptional) ? value(type, field, withOptional) : null)
                .toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(fields).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make an example of " + type.getName(), e);
        }
    }

    private static boolean isPresent(Class<?> owner, RecordComponent field, boolean withOptional) {
        String path = owner.getSimpleName() + "." + field.getName();
        if (!Shapes.isOptional(field)) {
            return true;
        }
        return withOptional
                ? WITH_OPTIONAL.getOrDefault(path, Optional.of(true)).isPresent()
                : MINIMAL.containsKey(path);
    }

    private static @Nullable Object chosen(String path, String name, boolean withOptional) {
        Object special = withOptional
                ? WITH_OPTIONAL.getOrDefault(path, Optional.empty()).orElse(null)
                : MINIMAL.get(path);
        return Stream.of(Optional.ofNullable(special), Optional.ofNullable(VALUES.get(path)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(VALUES.get(name));
    }

    private static Object value(Class<?> owner, RecordComponent field, boolean withOptional) {
        String name = field.getName();
        Object chosen = chosen(owner.getSimpleName() + "." + name, name, withOptional);
        if (chosen != null && fits(field.getType(), chosen)) {
            return chosen;
        }
        Class<?> item = Shapes.itemType(field.getGenericType());
        Object value = single(item, name, withOptional);
        return Shapes.isList(field.getGenericType()) ? List.of(value) : value;
    }

    private static boolean fits(Class<?> type, Object value) {
        return type.isInstance(value)
                || (type == long.class && value instanceof Long)
                || (type == int.class && value instanceof Integer)
                || (type == double.class && value instanceof Double)
                || (type == boolean.class && value instanceof Boolean);
    }

    private static Object single(Class<?> type, String name, boolean withOptional) {
        if (Shapes.isObject(type)) {
            return record(type, withOptional);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        byte[] hash = hash(name.replace("providerAddress", "provider"));
        if (type == long.class || type == Long.class) {
            return isTime(name) ? BEGIN + (hash[0] & 0x7f) : 1L + (hash[0] & 0x7f);
        }
        if (type == int.class || type == Integer.class) {
            return 1 + (hash[0] & 0xf);
        }
        if (type == String.class) {
            return name.endsWith("ublicKey")
                    ? Bytes32.of(hash) + Bytes32.of(hash(name + "y")).toString().substring(2)
                    : name;
        }
        if (type == byte[].class) {
            return hash;
        }
        if (type == UUID.class) {
            return uuid(hash);
        }
        if (type == Instant.class) {
            return Instant.ofEpochSecond(BEGIN + (hash[0] & 0x7f), 125_000_000);
        }
        if (type == Address.class) {
            return Address.of(Arrays.copyOf(hash, Address.LENGTH));
        }
        if (type == Bytes32.class) {
            return Bytes32.of(hash);
        }
        if (type == NodeId.class) {
            return new NodeId(Bytes32.of(hash));
        }
        if (type == OrderId.class) {
            return new OrderId(Bytes32.of(hash));
        }
        if (type == TokenAmount.class) {
            return amount("1000000000000000000");
        }
        if (type == Signature.class) {
            return signature(name);
        }
        throw new IllegalStateException("No example for " + type.getName());
    }

    private static boolean isTime(String name) {
        return name.equals("at")
                || name.equals("time")
                || name.endsWith("Time")
                || name.endsWith("At")
                || name.endsWith("Until")
                || name.endsWith("Before");
    }

    private static TokenAmount amount(String baseUnits) {
        return new TokenAmount(new BigInteger(baseUnits));
    }

    private static Signature signature(String name) {
        byte[] bytes = new byte[Signature.LENGTH];
        System.arraycopy(hash(name + ".r"), 0, bytes, 0, 32);
        System.arraycopy(hash(name + ".s"), 0, bytes, 32, 32);
        bytes[0] &= 0x3f;
        bytes[32] &= 0x3f;
        bytes[64] = 27;
        return Signature.of(bytes);
    }

    private static UUID uuid(byte[] hash) {
        long random = ByteBuffer.wrap(hash).getLong();
        long high = ((BEGIN * 1000) << 16) | 0x7000 | (random & 0xfff);
        return new UUID(high, (random >>> 2) | 0x8000000000000000L);
    }

    private static byte[] hash(String name) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
