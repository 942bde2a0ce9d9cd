package dev.tollgate.modules.bi.query.grammar;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the characters of a query, as far as the limit. Pure. */
public final class QuerySize {

    /** Characters of all names and texts; each value counts for a few more. */
    public static final int CHARS_MAX = 64 << 10;

    private static final int VALUE_CHARS = 8;

    private int left = CHARS_MAX;

    private QuerySize() {}

    public static boolean isTooLarge(JsonObject query) {
        var size = new QuerySize();
        size.count(query);
        return size.left < 0;
    }

    private void count(@Nullable Object value) {
        left -= VALUE_CHARS;
        switch (value) {
            case String text -> left -= text.length();
            case Number number -> left -= number.toString().length();
            case JsonObject object -> countMembers(object.getMap());
            case Map<?, ?> map -> countMembers(map);
            case JsonArray array -> countElements(array.getList());
            case List<?> list -> countElements(list);
            case null, default -> {}
        }
    }

    private void countMembers(Map<?, ?> members) {
        for (var member : members.entrySet()) {
            if (left < 0) {
                return;
            }
            left -= String.valueOf(member.getKey()).length();
            count(member.getValue());
        }
    }

    private void countElements(List<?> elements) {
        for (var element : elements) {
            if (left < 0) {
                return;
            }
            count(element);
        }
    }
}
