package dev.tollgate.runtime.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.blackbird.BlackbirdModule;
import dev.tollgate.contract.operation.Patch;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * The one JSON mapping: fields in snake_case, enums in lower case, instants as RFC 3339, ids as TypeIDs, absent fields
 * instead of nulls. Reading is strict: unknown fields, trailing tokens and scalars of another type are faults.
 */
public final class Json {
    /** Deeper documents are refused while reading. */
    public static final int DEPTH_MAX = 64;

    public static final ObjectMapper MAPPER = mapper();

    private static final TypeReference<java.util.Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    /** The UTF-8 JSON of a value; cannot fail for records. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Writes the UTF-8 JSON of a value and closes the stream. */
    static void write(Object value, OutputStream to) {
        try {
            MAPPER.writeValue(to, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static Buffer buffer(Object value) {
        return Buffer.buffer(bytes(value));
    }

    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The same JSON as a tree, for code that needs a tree. */
    public static JsonObject object(Object value) {
        return new JsonObject(MAPPER.convertValue(value, OBJECT));
    }

    /**
     * Reads what one of our own parts wrote.
     *
     * @throws UncheckedIOException when the bytes are not that
     */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    public static <T> T read(Buffer json, Class<T> type) {
        return read(json.getBytes(), type);
    }

    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static ObjectMapper mapper() {
        var mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .addModules(
                        new JavaTimeModule(),
                        new InstantModule(),
                        new BlackbirdModule(),
                        new IdModule(),
                        new PatchModule(),
                        new JsonTreeModule())
                .build();
        mapper.configOverride(Patch.class)
                .setInclude(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS));
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .build());
        return mapper;
    }
}
