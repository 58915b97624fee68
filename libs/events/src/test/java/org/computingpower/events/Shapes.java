package org.computingpower.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.OrderId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.jspecify.annotations.Nullable;

/** What the JSON form of the records looks like, by reflection. */
final class Shapes {

    /** Records that are one string in JSON. */
    private static final Set<Class<?>> VALUES = Set.of(NodeId.class, OrderId.class, Signature.class, TokenAmount.class);

    private Shapes() {}

    /** All records of the catalogue, in order of topics. */
    static List<Class<? extends MarketEvent>> events() {
        return Arrays.stream(Topic.values())
                .flatMap(topic -> topic.records().stream())
                .toList();
    }

    /** The fields of a record that is an object in JSON. */
    static List<RecordComponent> fields(Class<?> type) {
        return List.of(type.getRecordComponents());
    }

    /** The name of a field in JSON. */
    static String name(RecordComponent field) {
        JsonProperty property = field.getAnnotation(JsonProperty.class);
        return property == null ? field.getName() : property.value();
    }

    /** Whether a field may be absent. */
    static boolean isOptional(RecordComponent field) {
        return field.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** Whether a type is an object in JSON. */
    static boolean isObject(Class<?> type) {
        return type.isRecord() && !VALUES.contains(type);
    }

    /** The type of a field, of its items if it is a list. */
    static Class<?> itemType(Type type) {
        return type instanceof ParameterizedType list ? (Class<?>) list.getActualTypeArguments()[0] : (Class<?>) type;
    }

    /** Whether a type is a list in JSON. */
    static boolean isList(Type type) {
        return type instanceof ParameterizedType;
    }

    /** Objects and enums that events are made of, by name, those of the events themselves left out. */
    static Set<Class<?>> parts() {
        Set<Class<?>> parts = new TreeSet<>(Comparator.comparing(Class::getSimpleName));
        events().forEach(event -> collect(event, parts));
        return parts;
    }

    private static void collect(Class<?> type, Set<Class<?>> into) {
        fields(type).stream()
                .<Class<?>>map(field -> itemType(field.getGenericType()))
                .flatMap(part -> isObject(part) || part.isEnum() ? Stream.of(part) : Stream.empty())
                .forEach(part -> {
                    if (into.add(part) && part.isRecord()) {
                        collect(part, into);
                    }
                });
    }
}
