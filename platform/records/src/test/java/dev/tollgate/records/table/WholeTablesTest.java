package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Tabular;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.Notes;
import dev.tollgate.records.page.CursorsTest;
import dev.tollgate.records.page.KeysetPages;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WholeTablesTest {

    private static final WorkspaceId WORKSPACE = new WorkspaceId(new UUID(1, 1));

    private final KeysetPages pages = new KeysetPages(CursorsTest.at(Instant.parse("2026-03-01T12:00:00Z")));
    private final List<Integer> counts = new ArrayList<>();

    @Test
    void a_table_has_every_row_once_newest_first_and_is_read_some_rows_at_a_time() {
        var table = (Outcome.Done<Page<RequestId>>) table(Tabular.ROWS_MAX);

        assertThat(table.value().items()).isEqualTo(newest(Tabular.ROWS_MAX, Tabular.ROWS_MAX));
        assertThat(table.value().nextCursor()).isNull();
        assertThat(counts)
                .hasSize(Tabular.ROWS_MAX / KeysetPages.TABLE_READ_MAX + 1)
                .allSatisfy(count -> assertThat(count).isBetween(1, KeysetPages.TABLE_READ_MAX));
    }

    @Test
    void a_table_whose_last_read_is_full_is_whole() {
        var table = (Outcome.Done<Page<RequestId>>) table(KeysetPages.TABLE_READ_MAX);

        assertThat(table.value().items()).hasSize(KeysetPages.TABLE_READ_MAX);
    }

    @Test
    void a_table_of_more_rows_than_there_may_be_is_refused() {
        var refused = (Outcome.Refused<?>) table(Tabular.ROWS_MAX + 1);

        assertThat(refused.refusal().toString()).contains("more than " + Tabular.ROWS_MAX + " rows");
    }

    private Outcome<Page<RequestId>> table(int rows) {
        Call<?> call = CursorsTest.call(Notes.LIST, WORKSPACE, Conditions.TABLE);
        return pages.page(
                        call,
                        new KeysetPages.Wanted("f", null, null),
                        RequestId::value,
                        (before, count) -> read(rows, before, count))
                .result();
    }

    private Future<List<RequestId>> read(int rows, @Nullable UUID before, int count) {
        counts.add(count);
        long from = before == null ? rows : before.getLeastSignificantBits() - 1;
        return Future.succeededFuture(newest(from, count));
    }

    private static List<RequestId> newest(long from, int count) {
        return LongStream.iterate(from, id -> id > 0, id -> id - 1)
                .limit(count)
                .mapToObj(id -> new RequestId(new UUID(0, id)))
                .toList();
    }
}
