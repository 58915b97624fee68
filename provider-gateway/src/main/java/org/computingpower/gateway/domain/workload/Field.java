package org.computingpower.gateway.domain.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A place in parsed YAML that complains instead of failing, so that all violations are found in one pass. An absent field
 * is a field with no value.
 */
final class Field {
    private static final int MAX_TEXT = 64 * 1024;
    private static final int MAX_LIST = 256;

    private final String path;
    private final @Nullable Object value;
    private final List<Violation> violations;

    private Field(String path, @Nullable Object value, List<Violation> violations) {
        this.path = path;
        this.value = value;
        this.violations = violations;
    }

    static Field root(String path, Object value, List<Violation> violations) {
        return new Field(path, value, violations);
    }

    boolean isPresent() {
        return value != null;
    }

    void complain(String rule) {
        violations.add(new Violation(path, rule));
    }

    /** Complains about every member that is not on the list, so what nobody thought of is refused. */
    Field allow(String... names) {
        Set<String> allowed = Set.of(names);
        members().keySet().stream()
                .filter(name -> !allowed.contains(name))
                .forEach(name -> get(name).complain("is not allowed"));
        return this;
    }

    Field get(String name) {
        return new Field(path + "." + name, members().get(name), violations);
    }

    /** The members of a map; complains about anything else. */
    Map<String, Object> members() {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // the reader admits no other keys
            Map<String, Object> members = (Map<String, Object>) map;
            return members;
        }
        complain("must be a map");
        return Map.of();
    }

    /** The members as fields. */
    List<Map.Entry<String, Field>> entries() {
        return members().keySet().stream()
                .map(name -> Map.entry(name, get(name)))
                .toList();
    }

    /** The elements of a list; an absent list is empty. */
    List<Field> elements() {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || list.size() > MAX_LIST) {
            complain("must be a list of at most " + MAX_LIST + " elements");
            return List.of();
        }
        List<Field> elements = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            elements.add(new Field(path + "[" + i + "]", list.get(i), violations));
        }
        return elements;
    }

    Optional<String> text() {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text && text.length() <= MAX_TEXT) {
            return Optional.of(text);
        }
        complain("must be a text");
        return Optional.empty();
    }

    /** A text that must be there and obey a rule. */
    Optional<String> required(Predicate<String> rule, String demand) {
        Optional<String> text = text();
        if (text.isEmpty() || !rule.test(text.get())) {
            complain(demand);
            return Optional.empty();
        }
        return text;
    }

    /** A text that obeys a rule if it is there. */
    Optional<String> optional(Predicate<String> rule, String demand) {
        return value == null ? Optional.empty() : required(rule, demand);
    }

    List<String> texts() {
        return elements().stream().map(Field::text).flatMap(Optional::stream).toList();
    }

    boolean isWholeNumber() {
        return value instanceof Integer || value instanceof Long;
    }

    OptionalLong number(long min, long max) {
        if (value == null) {
            return OptionalLong.empty();
        }
        if (isWholeNumber() && value instanceof Number whole) {
            long number = whole.longValue();
            if (number >= min && number <= max) {
                return OptionalLong.of(number);
            }
        }
        complain("must be an integer from " + min + " to " + max);
        return OptionalLong.empty();
    }

    Optional<Boolean> flag() {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Boolean flag) {
            return Optional.of(flag);
        }
        complain("must be true or false");
        return Optional.empty();
    }

    /** A flag that must have one value; absent counts as {@code whenAbsent}. */
    void mustBe(boolean expected, boolean whenAbsent) {
        if (flag().orElse(whenAbsent) != expected) {
            complain("must be " + expected);
        }
    }
}
