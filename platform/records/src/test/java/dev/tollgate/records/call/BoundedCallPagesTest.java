package dev.tollgate.records.call;

import static dev.tollgate.records.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.postgres.RowSecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of a filter that leaves out nearly all calls, though each segment may have some that match. */
class BoundedCallPagesTest extends OnStoredCalls {

    private static final int STATEMENTS_MAX = 2;

    /** Fills what one statement reads. */
    private static final int CALLS = 2_000;

    private static final int SEGMENTS = 7;
    private static final long MINUTE_MS = 60_000;

    private final AtomicInteger statements = new AtomicInteger();
    private final List<UUID> matching = new ArrayList<>();
    private CallQuery query;

    /** The oldest and the newest segment have a call that matches. */
    @BeforeEach
    void fill() {
        for (int segment = 0; segment < SEGMENTS; segment++) {
            var calls = reads(CALLS, segment * MINUTE_MS);
            book(calls);
            if (segment == 0 || segment == SEGMENTS - 1) {
                matching.addFirst(calls.get(CALLS / 2).event().id());
            }
        }
        query = all().where(event -> matching.contains(event.id()));
    }

    private CallPage read(@Nullable UUID before) {
        var store = new CallStore(
                (sql, args) -> {
                    statements.incrementAndGet();
                    return bench.app.read(RowSecurityContext.of(caller), sql, args);
                },
                STATEMENTS_MAX);
        return await(store.page(query.before(before), 10));
    }

    @Test
    void a_page_ends_at_its_statements_and_says_how_far_it_read() {
        var page = read(null);

        assertThat(statements).hasValue(STATEMENTS_MAX);
        assertThat(page.calls()).extracting(StoredCall::id).containsExactly(matching.getFirst());
        assertThat(page.readTo()).isLessThan(matching.getFirst()).isGreaterThan(matching.getLast());
    }

    @Test
    void the_pages_that_follow_give_each_call_once() {
        var seen = new ArrayList<UUID>();
        var sizes = new ArrayList<Integer>();
        UUID before = null;

        do {
            var page = read(before);
            page.calls().forEach(call -> seen.add(call.id()));
            sizes.add(page.calls().size());
            before = page.readTo();
        } while (before != null);

        assertThat(seen).isEqualTo(matching);
        assertThat(sizes).contains(0).hasSizeBetween(3, SEGMENTS);
    }

    @Test
    void a_page_that_is_full_is_no_partial_one() {
        var page = await(store(RowSecurityContext.of(caller)).page(all(), 10));

        assertThat(page.calls()).hasSize(10);
        assertThat(page.readTo()).isNull();
    }
}
