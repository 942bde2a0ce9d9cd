package dev.tollgate.records.page;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** How much a page holds. */
public final class PageSize {

    /** Where the caller does not say. */
    public static final int DEFAULT = 25;

    public static final int MAX = 100;

    /**
     * The most text of a page. It ends with the record that exceeds it, so that no list takes an event loop long. In
     * characters where the page was read, in bytes of UTF-8, which are no fewer, where the database measures it.
     */
    public static final int TEXT_MAX = 256 << 10;

    private PageSize() {}

    /** The size for a limit as the caller sent it; null for the default. */
    public static int of(@Nullable Integer limit) {
        return limit == null ? DEFAULT : Math.clamp(limit, 1, MAX);
    }

    /**
     * How many of these items make a page.
     *
     * @param limit the most of them
     * @param size how much of {@link #TEXT_MAX} an item takes
     */
    static <T> int shown(List<T> items, int limit, ToLongFunction<T> size) {
        long sum = 0;
        int shown = 0;
        while (shown < Math.min(limit, items.size()) && sum <= TEXT_MAX) {
            sum += size.applyAsLong(items.get(shown));
            shown++;
        }
        return shown;
    }

    /** Characters of the texts in a row, those within JSON included. */
    public static long chars(Tuple row) {
        long chars = 0;
        for (int column = 0; column < row.size(); column++) {
            chars += chars(row.getValue(column));
        }
        return chars;
    }

    private static long chars(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case JsonObject object -> chars(object.getMap());
            case JsonArray list -> chars(list.getList());
            case Object[] list -> chars(Arrays.asList(list));
            case Map<?, ?> fields -> chars(fields.keySet()) + chars(fields.values());
            case Collection<?> list -> {
                long chars = 0;
                for (var item : list) {
                    chars += chars(item);
                }
                yield chars;
            }
            case null, default -> 0;
        };
    }
}
