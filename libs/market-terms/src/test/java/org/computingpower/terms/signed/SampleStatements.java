package org.computingpower.terms.signed;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.SigningKey;

/** One statement of each type with a distinct value in every field, the same in every run. */
final class SampleStatements {

    static final SigningKey KEY = SigningKey.of(Digests.keccak256OfText("vector key"));

    static final MarketDomains DOMAINS = MarketDomains.of(
            31337, address("orderEscrow"), address("stakeManager"), address("nodeRegistry"), address("validatorSet"));

    private SampleStatements() {}

    static List<SignedType> all() {
        return Arrays.stream(SignedType.class.getPermittedSubclasses())
                .map(type -> (SignedType) sample(type, ""))
                .toList();
    }

    static Address address(String seed) {
        return Address.of(Arrays.copyOf(Digests.keccak256OfText(seed).toArray(), 20));
    }

    private static Object sample(Class<?> type, String salt) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(types[i], type.getSimpleName() + "." + components[i].getName() + salt, i);
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("No sample of " + type, e);
        }
    }

    private static Object value(Class<?> type, String seed, int index) {
        if (type == Bytes32.class) {
            return Digests.keccak256OfText(seed);
        } else if (type == NodeId.class) {
            return new NodeId(Digests.keccak256OfText(seed));
        } else if (type == OrderId.class) {
            return new OrderId(Digests.keccak256OfText(seed));
        } else if (type == Address.class) {
            return address(seed);
        } else if (type == TokenAmount.class) {
            return TokenAmount.parse("12345678901234567890123" + index);
        } else if (type == long.class || type == Long.class) {
            return 5_000_000_000L + index;
        } else if (type == int.class) {
            return seed.contains("part") || seed.contains("cause") ? 1 : 1000 + index;
        } else if (type == boolean.class) {
            return true;
        } else if (type == String.class) {
            return "https://node.example:8443/ü";
        } else if (type.isEnum()) {
            return type.getEnumConstants()[1];
        }
        return list(seed);
    }

    private static List<?> list(String seed) {
        return IntStream.range(0, 3)
                .mapToObj(i -> seed.contains("items") ? sample(SettlementItem.class, "" + i) : address(seed + i))
                .toList();
    }
}
