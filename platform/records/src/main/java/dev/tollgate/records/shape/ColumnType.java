package dev.tollgate.records.shape;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Mapping of a type of record field to a column. Values are never null here.
 *
 * @param normal the value as it will be read again
 * @param stored the value as the database takes it
 * @param read the value from what the database gives
 */
public record ColumnType(UnaryOperator<Object> normal, Function<Object, Object> stored, Function<Object, Object> read) {

    private static final Set<Class<?>> AS_THEY_ARE = Set.of(
            String.class,
            UUID.class,
            LocalDate.class,
            Long.class,
            long.class,
            Integer.class,
            int.class,
            Boolean.class,
            boolean.class);

    /** Reads also what callers cannot send, unlike {@link Json#MAPPER}. */
    private static final ObjectMapper DOCUMENTS = Json.MAPPER
            .copy()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public JsonProperty.@Nullable Access findPropertyAccess(Annotated component) {
                    return null;
                }
            });

    /** The type of a record's field; fails for types that no column is known for. */
    public static ColumnType of(RecordComponent field) {
        var type = field.getType();
        if (AS_THEY_ARE.contains(type)) {
            return same();
        } else if (type == Instant.class) {
            return instant();
        } else if (Id.class.isAssignableFrom(type)) {
            return id(type);
        } else if (type.isEnum()) {
            return word(type);
        } else if (type == CustomFields.class) {
            return customFields();
        } else if (type == JsonObject.class) {
            return tree();
        } else if (type == List.class && field.getGenericType().getTypeName().endsWith("<java.lang.String>")) {
            return texts();
        } else if (type == List.class || type == Map.class || type.isRecord()) {
            return document(field.getGenericType());
        }
        throw new IllegalArgumentException("unsupported column type: " + field);
    }

    private static ColumnType same() {
        return new ColumnType(UnaryOperator.identity(), Function.identity(), Function.identity());
    }

    private static ColumnType instant() {
        return new ColumnType(
                time -> ((Instant) time).truncatedTo(ChronoUnit.MICROS),
                time -> ((Instant) time).atOffset(ZoneOffset.UTC),
                time -> ((OffsetDateTime) time).toInstant());
    }

    private static ColumnType id(Class<?> type) {
        var made = constructor(type);
        return new ColumnType(UnaryOperator.identity(), id -> ((Id) id).value(), uuid -> {
            try {
                return (Object) made.invokeExact(uuid);
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }

    private static MethodHandle constructor(Class<?> type) {
        try {
            return MethodHandles.publicLookup()
                    .findConstructor(type, MethodType.methodType(void.class, UUID.class))
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (ReflectiveOperationException unusable) {
            throw new IllegalArgumentException(type + " is not a public record of one UUID", unusable);
        }
    }

    private static ColumnType word(Class<?> type) {
        Map<Object, Object> constants = new HashMap<>();
        for (var constant : type.getEnumConstants()) {
            constants.put(text(constant), constant);
        }
        return new ColumnType(UnaryOperator.identity(), ColumnType::text, text -> {
            var constant = constants.get(text);
            if (constant == null) {
                throw new IllegalStateException(text + " is no " + type.getSimpleName());
            }
            return constant;
        });
    }

    private static String text(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static ColumnType customFields() {
        return new ColumnType(
                fields -> CustomFields.NONE.merged((CustomFields) fields),
                fields -> new JsonObject(((CustomFields) fields).stored()),
                json -> ((JsonObject) json).isEmpty()
                        ? CustomFields.NONE
                        : new CustomFields(((JsonObject) json).getMap()));
    }

    /** Free JSON in a column of the type json, which keeps the order of names. */
    private static ColumnType tree() {
        return new ColumnType(
                tree -> new JsonObject(plain(((JsonObject) tree).getMap())), Function.identity(), Function.identity());
    }

    private static Map<String, @Nullable Object> plain(Map<?, ?> fields) {
        var plain = new LinkedHashMap<String, @Nullable Object>();
        fields.forEach((name, value) -> plain.put((String) name, plain(value)));
        return plain;
    }

    /** A fraction is the nearest finite double, as which it is read again: JSON has no infinity. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case JsonObject object -> plain(object.getMap());
            case Map<?, ?> object -> plain(object);
            case JsonArray list -> plain(list.getList());
            case List<?> list -> {
                var plain = new ArrayList<@Nullable Object>(list.size());
                list.forEach(item -> plain.add(plain(item)));
                yield plain;
            }
            case BigDecimal fraction -> Math.clamp(fraction.doubleValue(), -Double.MAX_VALUE, Double.MAX_VALUE);
            case null, default -> value;
        };
    }

    private static ColumnType texts() {
        return new ColumnType(
                UnaryOperator.identity(),
                texts -> ((List<?>) texts).toArray(String[]::new),
                texts -> List.of((String[]) texts));
    }

    /** Anything with a structure, as jsonb. Fractions are read exactly if they have at most 15 digits. */
    private static ColumnType document(Type type) {
        var java = DOCUMENTS.constructType(type);
        return new ColumnType(
                UnaryOperator.identity(),
                document -> java.isCollectionLikeType()
                        ? new JsonArray(DOCUMENTS.convertValue(document, List.class))
                        : Json.object(document),
                json -> DOCUMENTS.convertValue(
                        json instanceof JsonArray array ? array.getList() : ((JsonObject) json).getMap(), java));
    }
}
