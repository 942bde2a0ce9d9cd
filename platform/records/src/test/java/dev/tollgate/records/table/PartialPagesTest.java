package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.Notes;
import dev.tollgate.records.page.CursorsTest;
import dev.tollgate.records.page.KeysetPages;
import dev.tollgate.records.page.KeysetPages.Partial;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pages of a reader that looks through a hundred ids at a time, of which few are wanted. */
class PartialPagesTest {

    private static final int ALL = 1_000;
    private static final int READ_MAX = 100;
    private static final List<Long> WANTED = List.of(950L, 900L, 420L, 7L);
    private static final WorkspaceId WORKSPACE = new WorkspaceId(new UUID(1, 1));

    private final KeysetPages pages = new KeysetPages(CursorsTest.at(Instant.parse("2026-03-01T12:00:00Z")));

    private Future<Partial<RequestId>> newest(@Nullable UUID before, int count) {
        long from = before == null ? ALL : before.getLeastSignificantBits() - 1;
        long to = Math.max(1, from - READ_MAX + 1);
        var found = LongStream.iterate(from, id -> id >= to, id -> id - 1)
                .filter(WANTED::contains)
                .limit(count)
                .mapToObj(PartialPagesTest::id)
                .toList();
        return Future.succeededFuture(new Partial<>(found, found.size() == count || to == 1 ? null : new UUID(0, to)));
    }

    private static RequestId id(long number) {
        return new RequestId(new UUID(0, number));
    }

    private Outcome<Page<RequestId>> outcome(Conditions conditions, @Nullable String cursor, @Nullable Integer limit) {
        Call<?> call = CursorsTest.call(Notes.LIST, WORKSPACE, conditions);
        return pages.partial(call, new KeysetPages.Wanted("f", cursor, limit), RequestId::value, _ -> 0, this::newest)
                .result();
    }

    private Page<RequestId> page(@Nullable String cursor, int limit) {
        return ((Outcome.Done<Page<RequestId>>) outcome(Conditions.NONE.withCount(), cursor, limit)).value();
    }

    @Test
    void pages_go_on_where_reading_ended_also_behind_an_empty_one() {
        var seen = new ArrayList<Long>();
        var sizes = new ArrayList<Integer>();
        String cursor = null;

        do {
            var page = page(cursor, 1);
            page.items().forEach(id -> seen.add(id.value().getLeastSignificantBits()));
            sizes.add(page.items().size());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(seen).isEqualTo(WANTED);
        assertThat(sizes).contains(0).endsWith(1);
    }

    @Test
    void the_total_of_a_page_that_ended_early_is_no_exact_one() {
        assertThat(page(null, 25).total()).isEqualTo(new Page.Total(1, false));
    }

    @Test
    void a_table_of_what_was_not_all_read_is_refused() {
        var refused = (Outcome.Refused<?>) outcome(Conditions.TABLE, null, null);

        assertThat(refused.refusal().toString()).contains("choose a shorter period");
    }

    @Test
    void items_of_another_source_that_are_older_than_what_was_read_wait_for_the_next_page() {
        var partial = new Partial<>(List.of(id(30), id(20)), new UUID(0, 20));

        var both = partial.with(List.of(id(25), id(10)), RequestId::value, 10);

        assertThat(both.items()).containsExactly(id(30), id(25), id(20));
        assertThat(both.readTo()).isEqualTo(new UUID(0, 20));
    }
}
