package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.keyword.PatternValidator;
import com.networknt.schema.path.NodePath;

/**
 * The keyword {@code pattern}, which is not tried on a text that is longer than its schema allows: the repetition of a
 * group needs a frame of the stack for each turn, and such a text has a fault anyway. Immutable.
 */
final class LengthFirst extends AbstractKeyword {

    private static final class Bounded extends PatternValidator {

        private final int charsMax;

        Bounded(SchemaLocation location, JsonNode pattern, Schema parent, SchemaContext context) {
            super(location, pattern, parent, context);
            this.charsMax = parent.getSchemaNode().path("maxLength").asInt(Integer.MAX_VALUE);
        }

        @Override
        public void validate(ExecutionContext context, JsonNode value, JsonNode root, NodePath location) {
            var text = value.asText();
            if (text.length() <= charsMax || text.codePointCount(0, text.length()) <= charsMax) {
                super.validate(context, value, root, location);
            }
        }
    }

    LengthFirst() {
        super("pattern");
    }

    @Override
    public KeywordValidator newValidator(
            SchemaLocation location, JsonNode pattern, Schema parent, SchemaContext context) {
        return new Bounded(location, pattern, parent, context);
    }
}
