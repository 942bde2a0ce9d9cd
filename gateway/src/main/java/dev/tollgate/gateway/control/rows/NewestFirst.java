package dev.tollgate.gateway.control.rows;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.table.Cursors;
import dev.tollgate.records.table.Listing;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of rows ordered by id, the newest first. */
public final class NewestFirst {

    /**
     * What to read.
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
    private final Cursors cursors;

    public NewestFirst(Work work, Cursors cursors) {
        this.work = work;
        this.cursors = cursors;
    }

    public <R extends Resource> Future<Outcome<Page<R>>> page(Call<?> call, Query query, Function<Row, R> shape) {
        var marker = Arrays.toString(query.filters().toArray());
        UUID last = null;
        if (query.cursor() != null) {
            var place = cursors.id(call, marker, query.cursor());
            if (place.isEmpty()) {
                return Future.succeededFuture(Outcome.refused(Cursors.REFUSAL));
            }
            last = place.get();
        }
        int limit = query.limit() == null ? Listing.LIMIT : Math.clamp(query.limit(), 1, Listing.LIMIT_MAX);
        var arguments = Tuple.from(query.filters()).addUUID(last).addInteger(limit + 1);
        return work.read(call, query.sql(), arguments)
                .map(rows -> Outcome.done(page(rows, limit, shape, id -> cursors.at(call, marker, id))));
    }

    private static <R extends Resource> Page<R> page(
            RowSet<Row> rows, int limit, Function<Row, R> shape, Function<UUID, String> cursor) {
        List<R> items = new ArrayList<>(limit);
        for (var row : rows) {
            if (items.size() == limit) {
                return new Page<>(items, cursor.apply(items.getLast().id().value()));
            }
            items.add(shape.apply(row));
        }
        return new Page<>(items, null);
    }
}
