package dev.tollgate.modules.bi.query.grammar;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object of a query with its path. What is wrong is collected, and a harmless value given in its place, so that all
 * faults are found in one pass.
 */
public final class QueryNode {

    private final String path;
    private final Map<String, @Nullable Object> fields;
    private final QueryFaults faults;

    private QueryNode(String path, Map<String, @Nullable Object> fields, QueryFaults faults) {
        this.path = path;
        this.fields = fields;
        this.faults = faults;
    }

    static QueryNode root(JsonObject query, QueryFaults faults) {
        return new QueryNode("query", query.getMap(), faults);
    }

    String path(String name) {
        return path + '.' + name;
    }

    String path() {
        return path;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    /** Faults for names that this object does not have. */
    QueryNode only(String... known) {
        var names = Arrays.asList(known);
        for (var name : fields.keySet()) {
            if (faults.isFull()) {
                return this;
            }
            if (!names.contains(name)) {
                faults.unknown(path(shown(name)), name, names, "is not a name here");
            }
        }
        return this;
    }

    void fault(String name, String message) {
        faults.add(path(name), message);
    }

    /** A fault that names the nearest of the known words. */
    void unknown(String name, String word, Collection<String> known, String message) {
        faults.unknown(path(name), word, known, message);
    }

    /** A name of a caller as far as it is shown. */
    private static String shown(String name) {
        return name.length() > NAME_CHARS_MAX ? name.substring(0, NAME_CHARS_MAX) : name;
    }

    private static final int NAME_CHARS_MAX = 128;

    /** Anything; null where it is absent. */
    @Nullable Object value(String name) {
        return fields.get(name);
    }

    @Nullable String text(String name, int most) {
        var value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isEmpty() && text.length() <= most && text.indexOf('\0') < 0) {
            return text;
        }
        fault(name, "must be a text of 1 to " + most + " characters");
        return null;
    }

    String required(String name, int most) {
        var text = text(name, most);
        if (text == null && !has(name)) {
            fault(name, "is required");
        }
        return text == null ? "" : text;
    }

    int integer(String name, int least, int most, int otherwise) {
        var value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Integer number && number >= least && number <= most) {
            return number;
        }
        fault(name, "must be an integer from " + least + " to " + most);
        return otherwise;
    }

    <E extends Enum<E>> E word(String name, Class<E> type, E otherwise) {
        var text = text(name, NAME_CHARS_MAX);
        if (text == null) {
            return otherwise;
        }
        for (var constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        fault(name, "must be one of " + String.join(", ", words(type)));
        return otherwise;
    }

    private static List<String> words(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The object of this name; an empty one, and a fault, where it is something else. */
    QueryNode object(String name) {
        return node(path(name), fields.get(name));
    }

    private QueryNode node(String at, @Nullable Object value) {
        var map = map(value);
        if (map == null) {
            faults.add(at, "must be an object");
            return new QueryNode(at, Map.of(), new QueryFaults());
        }
        return new QueryNode(at, map, faults);
    }

    @SuppressWarnings("unchecked") // names in JSON are texts
    private static @Nullable Map<String, @Nullable Object> map(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return object.getMap();
        }
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : null;
    }

    /** A list with so many elements; none, and a fault, where it is something else. */
    List<?> list(String name, int least, int most) {
        var value = fields.get(name);
        if (value == null && least == 0) {
            return List.of();
        }
        List<?> list =
                value instanceof JsonArray array ? array.getList() : value instanceof List<?> plain ? plain : null;
        if (list == null || list.size() < least || list.size() > most) {
            fault(name, "must be a list of " + least + " to " + most + " elements");
            return List.of();
        }
        return list;
    }

    List<QueryNode> objects(String name, int least, int most) {
        var nodes = new ArrayList<QueryNode>();
        for (var element : list(name, least, most)) {
            nodes.add(node(path(name) + '[' + nodes.size() + ']', element));
        }
        return nodes;
    }

    List<String> texts(String name, int least, int most, int chars) {
        var texts = new ArrayList<String>();
        for (var element : list(name, least, most)) {
            if (element instanceof String text && !text.isEmpty() && text.length() <= chars && text.indexOf('\0') < 0) {
                texts.add(text);
            } else {
                faults.add(path(name) + '[' + texts.size() + ']', "must be a text of 1 to " + chars + " characters");
                return List.of();
            }
        }
        return texts;
    }

    /** Whether a number is one that can be compared: with at most 30 digits on either side of the point. */
    public static boolean isSmall(BigDecimal number) {
        return number.scale() <= DIGITS_MAX && (long) number.precision() - number.scale() <= DIGITS_MAX;
    }

    private static final int DIGITS_MAX = 30;
}
