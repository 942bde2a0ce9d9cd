package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import dev.tollgate.contract.outcome.FieldError;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads JSON for as long as it stays within its sizes; one document, one thread. */
final class BoundedParser extends JsonParserDelegate {

    /** The document is too large for its schema, or for any. */
    static final class Exceeded extends RuntimeException {

        private final transient @Nullable FieldError fault;

        Exceeded(@Nullable FieldError fault) {
            super("too large", null, false, false);
            this.fault = fault;
        }

        /** The value that is too large; null where the whole document is. */
        @Nullable FieldError fault() {
            return fault;
        }
    }

    private final SizeLimits[] sizes = new SizeLimits[StrictJson.DEPTH_MAX + 1];
    private final int[] counts = new int[StrictJson.DEPTH_MAX + 1];
    private int depth;
    private int values;

    BoundedParser(JsonParser parser, SizeLimits root) {
        super(parser);
        sizes[0] = root;
    }

    /** The number of values read so far. */
    int values() {
        return values;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        var token = super.nextToken();
        if (token == null || token == JsonToken.FIELD_NAME) {
            return token;
        }
        if (token.isStructEnd()) {
            depth--;
            return token;
        }
        count();
        if (token.isStructStart()) {
            enter();
        }
        return token;
    }

    private void count() {
        if (++values > StrictJson.VALUES_MAX) {
            throw new Exceeded(null);
        }
        var within = getParsingContext();
        boolean list = depth > 0 && container(within).inArray();
        if (depth > 0 && sizes[depth].exceededBy(++counts[depth], list)) {
            throw new Exceeded(sizes[depth].fault(path(container(within)), list));
        }
    }

    /** The parser is inside a list or object as soon as it has begun. */
    private JsonStreamContext container(JsonStreamContext within) {
        return currentToken().isStructStart() ? Objects.requireNonNull(within.getParent()) : within;
    }

    private void enter() {
        var container = container(getParsingContext());
        var below = sizes[depth];
        if (depth > 0) {
            below = container.inArray()
                    ? below.item()
                    : below.field(Objects.requireNonNull(container.getCurrentName()));
        }
        sizes[++depth] = below;
        counts[depth] = 0;
    }

    private static String path(JsonStreamContext container) {
        var parent = container.getParent();
        if (parent == null || parent.inRoot()) {
            return "";
        }
        return parent.inArray()
                ? path(parent) + '[' + parent.getCurrentIndex() + ']'
                : FieldFaults.below(path(parent), Objects.requireNonNull(parent.getCurrentName()));
    }
}
