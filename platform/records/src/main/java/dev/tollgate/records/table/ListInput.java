package dev.tollgate.records.table;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.records.shape.RecordShape;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The input of a list of synchronized records: its own query, and the options of every such list, side by side in one
 * JSON object.
 *
 * @param <Q> the query
 */
@JsonDeserialize(using = ListInput.Reader.class)
public record ListInput<Q extends Record>(
        @JsonUnwrapped Q query, @JsonUnwrapped ListOptions options) {

    /** A query without options. */
    public static <Q extends Record> ListInput<Q> of(Q query) {
        return new ListInput<>(query, ListOptions.NONE);
    }

    /** Gives each of both records its fields. */
    static final class Reader extends StdDeserializer<ListInput<?>> implements ContextualDeserializer {
        private static final long serialVersionUID = 1;

        private final transient @Nullable JavaType query;

        Reader() {
            this(null);
        }

        private Reader(@Nullable JavaType query) {
            super(ListInput.class);
            this.query = query;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            return new Reader(context.getContextualType().containedType(0));
        }

        @Override
        public ListInput<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var own = (ObjectNode) context.readTree(parser);
            var options = JsonNodeFactory.instance.objectNode();
            Arrays.stream(ListOptions.class.getRecordComponents())
                    .map(RecordShape::name)
                    .filter(own::has)
                    .forEach(name -> options.set(name, own.remove(name)));
            Record read = context.readTreeAsValue(own, Objects.requireNonNull(query));
            return new ListInput<>(read, context.readTreeAsValue(options, ListOptions.class));
        }
    }
}
