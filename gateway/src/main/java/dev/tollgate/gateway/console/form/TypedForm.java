package dev.tollgate.gateway.console.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.catalogue.input.StrictJson;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;

/**
 * A form as somebody sent it. What does not fit a property is passed on as text: its schema then names the fault, with
 * all others.
 */
public final class TypedForm {

    private static final String FIELD = "f.";
    private static final String BEFORE = "w.";
    private static final String SAVED = "t.";
    private static final String LINKED = "l.";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final FormSchema schema;
    private final MultiMap sent;
    private final String prefix;

    private TypedForm(FormSchema schema, MultiMap sent, String prefix) {
        this.schema = schema;
        this.sent = sent;
        this.prefix = prefix;
    }

    /** A form that was sent in a body. */
    public static TypedForm of(FormSchema schema, MultiMap sent) {
        return new TypedForm(schema, sent, FIELD);
    }

    /** A form that was sent as the query of a page: its fields have the names of the parameters. */
    public static TypedForm ofQuery(FormSchema schema, MultiMap query) {
        return new TypedForm(schema, query, "");
    }

    /** What is in a field: as typed, or as it was saved meanwhile where that was chosen. */
    public String typed(FieldSpec field) {
        if (sent.contains(SAVED + field.name())) {
            return before(field);
        }
        var values = sent.getAll(prefix + field.name());
        return String.join("\n", values).replace("\r\n", "\n").strip();
    }

    /** What was in the field when the form was shown. */
    public String before(FieldSpec field) {
        return hidden(BEFORE, field);
    }

    /** What the link to the form filled in; empty for nothing. */
    public String linked(FieldSpec field) {
        return hidden(LINKED, field);
    }

    private String hidden(String mark, FieldSpec field) {
        var value = sent.get(mark + field.name());
        return value == null ? "" : value.replace("\r\n", "\n").strip();
    }

    /** The body of a new record: everything that is filled in. */
    public ObjectNode body() {
        var body = JSON.objectNode();
        for (var field : schema.fields()) {
            var typed = typed(field);
            if (!typed.isEmpty() || (field.widget() == Widget.CHECKBOX && field.required())) {
                put(body, field, value(field, typed));
            }
        }
        return body;
    }

    /** The body of a change: the fields that were changed; one that was emptied is null. */
    public ObjectNode changes() {
        var changed = new HashSet<String>();
        schema.fields().stream()
                .filter(field -> !typed(field).equals(before(field)))
                .forEach(field -> changed.add(field.root()));
        var body = JSON.objectNode();
        for (var field : schema.fields()) {
            if (changed.contains(field.root())) {
                change(body, field, typed(field));
            }
        }
        return body;
    }

    private void change(ObjectNode body, FieldSpec field, String typed) {
        if (!typed.isEmpty() || field.widget() == Widget.CHECKBOX) {
            put(body, field, value(field, typed));
        } else if (field.root().equals(field.name())) {
            body.set(field.name(), isList(field) && !field.takesNull() ? JSON.arrayNode() : JSON.nullNode());
        } else if (isEmpty(field.root())) {
            body.set(field.root(), JSON.nullNode());
        }
    }

    private boolean isEmpty(String root) {
        return schema.fields().stream()
                .filter(field -> field.root().equals(root))
                .allMatch(field -> typed(field).isEmpty());
    }

    private static boolean isList(FieldSpec field) {
        return field.widget() == Widget.LINES || field.widget() == Widget.CHECKS;
    }

    private static void put(ObjectNode body, FieldSpec field, JsonNode value) {
        var root = field.root();
        if (root.equals(field.name())) {
            body.set(root, value);
        } else {
            var inner = body.path(root) instanceof ObjectNode known ? known : body.putObject(root);
            inner.set(field.name().substring(root.length() + 1), value);
        }
    }

    /** The fields that are filled in, as a query. */
    public MultiMap query() {
        var query = MultiMap.caseInsensitiveMultiMap();
        for (var field : schema.fields()) {
            var typed = typed(field);
            if (!typed.isEmpty()) {
                add(query, field, typed);
            }
        }
        return query;
    }

    private static void add(MultiMap query, FieldSpec field, String typed) {
        if (isList(field)) {
            typed.lines().limit(field.itemsRead()).forEach(line -> query.add(field.name(), line));
        } else {
            query.add(field.name(), field.widget() == Widget.TIME ? FieldSpec.instant(typed) : typed);
        }
    }

    private static JsonNode value(FieldSpec field, String typed) {
        return switch (field.widget()) {
            case TEXT, TEXTAREA, RADIO, SELECT, DAY -> JSON.textNode(typed);
            case CHECKBOX -> JSON.booleanNode(typed.equals("true"));
            case NUMBER -> number(typed);
            case DOLLARS ->
                Dollars.micros(typed)
                        .<JsonNode>map(micros -> JSON.numberNode(micros.longValue()))
                        .orElseGet(() -> JSON.textNode(typed));
            case TIME -> JSON.textNode(FieldSpec.instant(typed));
            case LINES, CHECKS -> lines(field, typed);
            case JSON -> json(typed);
        };
    }

    private static JsonNode number(String typed) {
        try {
            return JSON.numberNode(Long.parseLong(typed));
        } catch (NumberFormatException none) {
            return JSON.textNode(typed);
        }
    }

    /** A list without a maximum that is longer than any document is passed on as text, and none of it is lost. */
    private static JsonNode lines(FieldSpec field, String typed) {
        var lines = JSON.arrayNode();
        typed.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(field.itemsRead())
                .forEach(lines::add);
        return lines.size() > FieldSpec.ITEMS_MAX ? JSON.textNode(typed) : lines;
    }

    private static JsonNode json(String typed) {
        return switch (StrictJson.read(typed.getBytes(StandardCharsets.UTF_8))) {
            case StrictJson.Text.Tree(JsonNode node) -> node;
            case StrictJson.Text.Malformed _, StrictJson.Text.Oversized _ -> JSON.textNode(typed);
        };
    }
}
