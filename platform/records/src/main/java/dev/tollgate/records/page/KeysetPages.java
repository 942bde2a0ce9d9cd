package dev.tollgate.records.page;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Tabular;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.ids.UuidOrder;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pages of what is ordered by id, the newest first: each begins where the cursor of the one before ended. */
public final class KeysetPages {

    /** Rows of a table that are read at a time. */
    public static final int TABLE_READ_MAX = 1_000;

    private static final Refusal TOO_MANY = Refusal.ValidationFailed.of(
            "filters",
            "give more than " + Tabular.ROWS_MAX + " rows: ask for pages with limit, or choose a shorter period");

    private static final Refusal TOO_MUCH_TO_READ = Refusal.ValidationFailed.of(
            "filters", "match too little of what has to be read: ask for pages with limit, or choose a shorter period");

    private final Cursors cursors;

    public KeysetPages(Cursors cursors) {
        this.cursors = cursors;
    }

    /**
     * The page that is asked for.
     *
     * @param filters the same text for the same filters: a cursor holds for these only
     * @param cursor null for the first page
     * @param limit null for {@link PageSize#DEFAULT}
     */
    public record Wanted(
            String filters,
            @Nullable String cursor,
            @Nullable Integer limit) {

        /** Whether the call asks for no particular page. */
        boolean isWhole() {
            return cursor == null && limit == null;
        }
    }

    /**
     * The newest items, as far as they were read.
     *
     * @param readTo the id before which nothing was read, where reading ended at its bound; null where all was read
     *     that was wanted
     */
    public record Partial<T>(List<T> items, @Nullable UUID readTo) {

        /** With the newest of others that were all read, at most {@code count}. */
        public Partial<T> with(List<T> others, Function<T, UUID> id, int count) {
            var newest = Stream.concat(items.stream(), others.stream())
                    .filter(item -> readTo == null || UuidOrder.BY_BYTES.compare(id.apply(item), readTo) >= 0)
                    .sorted(Comparator.comparing(id, UuidOrder.BY_BYTES).reversed())
                    .limit(count)
                    .toList();
            return new Partial<>(newest, readTo);
        }
    }

    /** Reads the newest items, with an end to what it looks through. */
    public interface PartialReader<T> {
        /**
         * The newest items, at most {@code count}.
         *
         * @param before only older ones than this; null for all
         */
        Future<Partial<T>> read(@Nullable UUID before, int count);
    }

    /** Reads the newest items. */
    public interface Reader<T> {
        /**
         * The newest items, at most {@code count}.
         *
         * @param before only older ones than this; null for all
         */
        Future<List<T>> read(@Nullable UUID before, int count);
    }

    /** A page, or for a table without limit all there is; refused where the cursor is not one of these filters. */
    public <T> Future<Outcome<Page<T>>> page(Call<?> call, Wanted wanted, Function<T, UUID> id, Reader<T> reader) {
        return page(call, wanted, id, _ -> 0, reader);
    }

    /**
     * The same of items that may be large: the page ends with the one that exceeds {@link PageSize#TEXT_MAX}.
     *
     * @param size of the texts of an item, in characters or bytes
     */
    public <T> Future<Outcome<Page<T>>> page(
            Call<?> call, Wanted wanted, Function<T, UUID> id, ToLongFunction<T> size, Reader<T> reader) {
        return partial(
                call,
                wanted,
                id,
                size,
                (before, count) -> reader.read(before, count).map(items -> new Partial<>(items, null)));
    }

    /** The same where reading may end early: the page ends there too, perhaps empty, and the next one goes on. */
    public <T> Future<Outcome<Page<T>>> partial(
            Call<?> call, Wanted wanted, Function<T, UUID> id, ToLongFunction<T> size, PartialReader<T> reader) {
        if (call.conditions().table() && wanted.isWhole()) {
            return whole(new ArrayList<>(), null, id, reader);
        }
        var cursor = wanted.cursor();
        UUID before = null;
        if (cursor != null) {
            before = cursors.id(call, wanted.filters(), cursor).orElse(null);
            if (before == null) {
                return Future.succeededFuture(Outcome.refused(Cursors.REFUSAL));
            }
        }
        int limit = PageSize.of(wanted.limit());
        boolean first = before == null;
        return reader.read(before, limit + 1).map(read -> {
            var items = read.items();
            int count = PageSize.shown(items, limit, size);
            var shown = items.subList(0, count);
            var end = items.size() > count ? id.apply(shown.getLast()) : read.readTo();
            var page = new Page<>(shown, end == null ? null : cursors.at(call, wanted.filters(), end));
            var total = new Page.Total(items.size(), items.size() <= limit && read.readTo() == null);
            return Outcome.done(first ? counted(call, page, total) : page);
        });
    }

    /** Adds what is older to the rows of a table, some at a time: rows of the database are larger than items. */
    private static <T> Future<Outcome<Page<T>>> whole(
            List<T> all, @Nullable UUID before, Function<T, UUID> id, PartialReader<T> reader) {
        int count = Math.min(TABLE_READ_MAX, Tabular.ROWS_MAX + 1 - all.size());
        return reader.read(before, count).compose(read -> {
            all.addAll(read.items());
            if (all.size() > Tabular.ROWS_MAX) {
                return Future.succeededFuture(Outcome.refused(TOO_MANY));
            }
            if (read.items().size() == count) {
                return whole(all, id.apply(all.getLast()), id, reader);
            }
            return Future.succeededFuture(
                    read.readTo() == null ? Outcome.done(new Page<>(all, null)) : Outcome.refused(TOO_MUCH_TO_READ));
        });
    }

    /** The total of a first page. Items behind it are not counted: they make it inexact. */
    private static <T> Page<T> counted(Call<?> call, Page<T> page, Page.Total seen) {
        return call.conditions().counted() ? page.withTotal(seen) : page;
    }

    /** Rows as items. */
    public static <T> List<T> items(RowSet<Row> rows, Function<Row, T> item) {
        var items = new ArrayList<T>(rows.size());
        for (var row : rows) {
            items.add(item.apply(row));
        }
        return items;
    }
}
