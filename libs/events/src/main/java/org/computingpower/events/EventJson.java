package org.computingpower.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON form of events: absent optional fields are left out, times are ISO-8601, unknown fields are ignored,
 * while a missing required field, a number for an enum or a fraction for an integer is refused.
 */
public final class EventJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .build();

    private static final ClassValue<List<Component>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<Component> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents()).map(Component::of).toList();
        }
    };

    private EventJson() {}

    /** A mapper of its own for the caller; changing it changes nobody else's. */
    public static ObjectMapper newMapper() {
        return MAPPER.copy();
    }

    /** The body of the Kafka record. */
    public static String write(MarketEvent event) {
        try {
            return MAPPER.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of the catalogue has no JSON form", e);
        }
    }

    /**
     * Reads the body of a Kafka record. Every field that is not {@code @Nullable} is present in the result.
     *
     * @throws JsonProcessingException if it is not the JSON form of that record; reading it again will not help
     */
    public static <T extends MarketEvent> T read(String json, Class<T> type) throws JsonProcessingException {
        T event = MAPPER.readValue(json, type);
        requireComplete(event, type.getSimpleName());
        return event;
    }

    private static void requireComplete(Object value, String path) throws MismatchedInputException {
        if (value instanceof Record) {
            for (Component component : COMPONENTS.get(value.getClass())) {
                Object field = component.of(value);
                if (field == null && !component.optional()) {
                    throw MismatchedInputException.from(
                            null, value.getClass(), "Missing required field " + path + "." + component.name());
                }
                if (field instanceof Record || field instanceof List<?>) {
                    requireComplete(field, path + "." + component.name());
                }
            }
        } else if (value instanceof List<?> items) {
            for (Object item : items) {
                requireComplete(item, path + "[]");
            }
        }
    }

    /** A component of a record type: looked up once, because reflection makes new accessors at each look-up. */
    private record Component(String name, boolean optional, Method accessor) {
        static Component of(RecordComponent component) {
            return new Component(
                    component.getName(),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    component.getAccessor());
        }

        @Nullable
        Object of(Object owner) {
            try {
                return accessor.invoke(owner);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("The accessors of event records are public", e);
            }
        }
    }
}
