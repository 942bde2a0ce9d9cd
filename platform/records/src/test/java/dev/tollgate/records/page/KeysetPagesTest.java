package dev.tollgate.records.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.Notes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysetPagesTest {

    private static final int ALL = 205;

    private final Call<?> call = CursorsTest.call(Notes.LIST, new WorkspaceId(new UUID(1, 1)));
    private final KeysetPages pages = new KeysetPages(CursorsTest.at(Instant.parse("2026-03-01T12:00:00Z")));
    private final List<Integer> counts = new ArrayList<>();

    /** Ids from {@link #ALL} down to 1. */
    private Future<List<RequestId>> newest(@Nullable UUID before, int count) {
        counts.add(count);
        long from = before == null ? ALL : before.getLeastSignificantBits() - 1;
        return Future.succeededFuture(LongStream.iterate(from, id -> id > 0, id -> id - 1)
                .limit(count)
                .mapToObj(id -> new RequestId(new UUID(0, id)))
                .toList());
    }

    private Outcome<Page<RequestId>> page(String filters, @Nullable String cursor, @Nullable Integer limit) {
        return outcome(call, filters, cursor, limit);
    }

    private Outcome<Page<RequestId>> outcome(
            Call<?> by, String filters, @Nullable String cursor, @Nullable Integer limit) {
        return pages.page(by, new KeysetPages.Wanted(filters, cursor, limit), RequestId::value, this::newest)
                .result();
    }

    private Page<RequestId> page(Call<?> by, String filters, @Nullable String cursor, @Nullable Integer limit) {
        return ((Outcome.Done<Page<RequestId>>) outcome(by, filters, cursor, limit)).value();
    }

    private Page<RequestId> done(@Nullable String cursor, @Nullable Integer limit) {
        return page(call, "f", cursor, limit);
    }

    @Test
    void pages_follow_each_other_without_gap_or_overlap_and_the_last_has_no_cursor() {
        var seen = new ArrayList<Long>();
        String cursor = null;

        do {
            var page = done(cursor, 50);
            page.items().forEach(id -> seen.add(number(id)));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(seen)
                .containsExactlyElementsOf(LongStream.iterate(ALL, id -> id > 0, id -> id - 1)
                        .boxed()
                        .toList());
        assertThat(counts).hasSize(5);
    }

    @Test
    void a_page_ends_with_the_item_that_exceeds_its_characters_and_the_next_goes_on_with_the_one_after_it() {
        var sizes = new ArrayList<Integer>();
        var seen = new ArrayList<Long>();
        String cursor = null;

        do {
            var page = ((Outcome.Done<Page<RequestId>>) pages.page(
                                    call,
                                    new KeysetPages.Wanted("f", cursor, PageSize.MAX),
                                    RequestId::value,
                                    KeysetPagesTest::chars,
                                    this::newest)
                            .result())
                    .value();
            sizes.add(page.items().size());
            page.items().forEach(id -> seen.add(number(id)));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(seen)
                .containsExactlyElementsOf(LongStream.iterate(ALL, id -> id > 0, id -> id - 1)
                        .boxed()
                        .toList());
        assertThat(sizes).containsExactly(6, 1, 100, 98);
    }

    /** The newest five fill a page together with the one after them; the next one is more than a page alone. */
    private static long chars(RequestId id) {
        long age = ALL - number(id);
        return age < 5 ? PageSize.TEXT_MAX / 5 : age == 5 ? 10 : age == 6 ? PageSize.TEXT_MAX + 1L : 0;
    }

    private static long number(RequestId id) {
        return id.value().getLeastSignificantBits();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"none, 25", "1, 1", "100, 100", "0, 1", "1000, 100"})
    void a_page_has_as_many_as_asked_for_within_bounds(@Nullable Integer limit, int items) {
        var page = done(null, limit);

        assertThat(page.items()).hasSize(items);
        assertThat(counts).containsExactly(items + 1);
    }

    @Test
    void only_a_first_page_has_a_total() {
        var counting = CursorsTest.call(Notes.LIST, new WorkspaceId(new UUID(1, 1)), Conditions.NONE.withCount());

        var first = page(counting, "f", null, 100);
        var second = page(counting, "f", first.nextCursor(), 100);
        var third = page(counting, "f", second.nextCursor(), 100);

        assertThat(first.total()).isEqualTo(new Page.Total(101, false));
        assertThat(second.total()).isNull();
        assertThat(third.total()).isNull();
        assertThat(third.nextCursor()).isNull();
    }

    @Test
    void a_cursor_of_other_filters_is_refused_and_nothing_is_read() {
        var cursor = done(null, 10).nextCursor();
        counts.clear();

        var other = page("g", cursor, 10);

        assertThat(other).isEqualTo(Outcome.refused(Cursors.REFUSAL));
        assertThat(counts).isEmpty();
    }
}
