package dev.tollgate.gateway.control.rows;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.KeysetPages;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of rows ordered by id, the newest first. */
public final class NewestFirst {

    /**
     * Query of a page.
     *
     * @param sql takes {@code filters} as its first arguments, then the id the last page ended at or null, then how
     *     many rows to give
     */
    public record Query(
            String sql,
            List<@Nullable Object> filters,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    private final Work work;
    private final KeysetPages pages;

    public NewestFirst(Work work, Cursors cursors) {
        this.work = work;
        this.pages = new KeysetPages(cursors);
    }

    public <R extends Resource> Future<Outcome<Page<R>>> page(Call<?> call, Query query, Function<Row, R> shape) {
        return pages.page(
                call,
                new KeysetPages.Wanted(Arrays.toString(query.filters().toArray()), query.cursor(), query.limit()),
                resource -> resource.id().value(),
                (before, count) -> work.read(
                                call,
                                query.sql(),
                                Tuple.from(query.filters()).addUUID(before).addInteger(count))
                        .map(rows -> KeysetPages.items(rows, shape)));
    }
}
