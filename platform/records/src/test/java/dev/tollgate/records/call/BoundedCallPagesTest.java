package dev.tollgate.records.call;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of a filter that leaves out nearly all calls, in segments that may have some that match or in others. */
class BoundedCallPagesTest extends OnStoredCalls {

    private static final int STATEMENTS_MAX = CallReach.NEAR.statementsMax();

    /** Segments that a statement looks at where few are wanted. */
    private static final int LOOKED_AT_MAX = 2;

    /** Fills what one statement reads. */
    private static final int CALLS = 2_000;

    private static final int SEGMENTS = 7;
    private static final long MINUTE_MS = 60_000;

    private final AtomicInteger statements = new AtomicInteger();
    private final List<UUID> matching = new ArrayList<>();
    private final Worked worked = new Worked();
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
        return read(query.before(before), SegmentPages.LOOKED_AT_MAX);
    }

    private CallPage read(CallQuery wanted, int lookedAtMax) {
        var store = new CallStore(
                (sql, args) -> {
                    statements.incrementAndGet();
                    return bench.app.read(RowSecurityContext.of(caller.tenantId()), sql, args);
                },
                worked,
                lookedAtMax);
        return await(store.page(wanted, 10, CallReach.NEAR));
    }

    /** The calls of all pages, and how many pages that were. */
    private List<UUID> pages(CallQuery wanted, int lookedAtMax, AtomicInteger count) {
        var seen = new ArrayList<UUID>();
        UUID before = null;
        do {
            var page = read(wanted.before(before), lookedAtMax);
            page.calls().forEach(call -> seen.add(call.id()));
            before = page.readTo();
            count.incrementAndGet();
        } while (before != null);
        return seen;
    }

    @Test
    void a_page_ends_at_its_statements_and_says_how_far_it_read() {
        var page = read(null);

        assertThat(statements).hasValue(STATEMENTS_MAX + 1);
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
        var page = await(store(RowSecurityContext.of(caller)).page(all(), 10, CallReach.NEAR));

        assertThat(page.calls()).hasSize(10);
        assertThat(page.readTo()).isNull();
    }

    @Test
    void a_page_that_the_newest_segments_fill_looks_at_few_of_them() {
        var lookedAt = new ArrayList<Long>();
        var store = new CallStore((sql, args) -> {
            lookedAt.add(args.getLong(args.size() - 1));
            return bench.app.read(RowSecurityContext.of(caller.tenantId()), sql, args);
        });

        var page = await(store.page(all(), 10, CallReach.NEAR));

        assertThat(page.calls()).hasSize(10);
        assertThat(lookedAt).isNotEmpty().allMatch(segments -> segments <= 512);
    }

    @Test
    void a_later_page_that_its_first_segments_fill_looks_at_few_of_them() {
        var lookedAt = new ArrayList<Long>();
        var store = new CallStore((sql, args) -> {
            lookedAt.add(args.getLong(args.size() - 1));
            return bench.app.read(RowSecurityContext.of(caller.tenantId()), sql, args);
        });

        var page = await(store.page(all().before(matching.getLast()), 10, CallReach.NEAR));

        assertThat(page.calls()).hasSize(10);
        assertThat(lookedAt).isNotEmpty().allMatch(segments -> segments <= 512);
    }

    @Test
    void a_full_page_ends_where_all_further_calls_are_older() {
        var named = new ArrayList<UUID>();
        for (int minute = 1; minute <= 200; minute++) {
            var operation = minute <= 10 ? "list_notes" : "get_note";
            var call = Calls.read(caller, id(-minute * MINUTE_MS, minute), operation);
            book(List.of(call));
            if (minute <= 10) {
                named.add(call.event().id());
            }
        }
        bench.tamper("DELETE FROM records.call_segment WHERE calls = " + CALLS + " AND chain = '" + chain().id() + "'");
        var wanted = all().having(
                        CallWords.operation("list_notes"),
                        event -> event.call().operation().equals("list_notes"));

        var page = read(wanted, SegmentPages.LOOKED_AT_MAX);

        assertThat(page.calls()).extracting(StoredCall::id).isEqualTo(named);
        assertThat(page.readTo()).isNull();
        assertThat(statements).hasValue(1);
    }

    @Test
    void a_page_that_the_newest_segments_do_not_fill_looks_further() {
        var old = Calls.read(caller, id(-100 * MINUTE_MS, 0), "list_notes");
        book(List.of(old));
        for (int minute = 1; minute < 100; minute++) {
            book(List.of(Calls.read(caller, id(-minute * MINUTE_MS, minute), "get_note")));
        }
        var wanted = all().having(
                        CallWords.operation("list_notes"),
                        event -> event.call().operation().equals("list_notes"));

        var page = read(wanted, SegmentPages.LOOKED_AT_MAX);

        assertThat(page.calls())
                .extracting(StoredCall::id)
                .containsExactly(old.event().id());
    }

    @Test
    void the_calls_of_a_request_are_found_on_the_tenant_in_the_segments_of_its_workspaces() {
        var other = new Caller(caller.actor(), caller.tenantId(), new WorkspaceId(bench.ids.next()));
        var theirs = Calls.read(other, id(-2 * MINUTE_MS, 1), "get_note");
        book(List.of(Calls.read(caller, id(-2 * MINUTE_MS, 2), "get_note")));
        book(List.of(theirs));
        var ofRequest = CallQuery.ofRequest(
                        Chain.of(caller.tenantId(), null), theirs.event().call().requestId())
                .entriesOfTenant();

        var page = read(ofRequest, SegmentPages.LOOKED_AT_MAX);

        assertThat(page.calls())
                .extracting(StoredCall::id)
                .containsExactly(theirs.event().id());
    }

    @Test
    void a_page_of_a_word_that_few_segments_have_ends_at_the_segments_it_looked_at() {
        var old = Calls.read(caller, id(-MINUTE_MS, 0), "list_notes");
        book(List.of(old));
        var wanted = all().having(
                        CallWords.operation("list_notes"),
                        event -> event.call().operation().equals("list_notes"));

        int segments = (int) bench.count("records.call_segment WHERE chain = '" + chain().id() + "'");

        var page = read(wanted, LOOKED_AT_MAX);
        var pages = new AtomicInteger();
        var found = pages(wanted, LOOKED_AT_MAX, pages);

        assertThat(page.calls()).isEmpty();
        assertThat(page.readTo()).isNotNull();
        assertThat(found).containsExactly(old.event().id());
        assertThat(pages).hasValueBetween(2, segments);
    }

    @Test
    void pages_of_a_tenant_with_several_workspaces_give_each_call_once() {
        var other = new Caller(caller.actor(), caller.tenantId(), new WorkspaceId(bench.ids.next()));
        var named = new ArrayList<UUID>();
        for (int minute = 0; minute < 30; minute++) {
            var at = -(minute + 2) * MINUTE_MS;
            var operation = minute % 7 == 6 ? "list_notes" : "get_note";
            var calls = List.of(Calls.read(minute % 4 == 0 ? other : caller, id(at, minute), operation));
            book(calls);
            if (operation.equals("list_notes")) {
                named.add(calls.getFirst().event().id());
            }
        }
        var wanted = ofTenant()
                .having(
                        CallWords.operation("list_notes"),
                        event -> event.call().operation().equals("list_notes"));

        var pages = new AtomicInteger();
        var found = pages(wanted, LOOKED_AT_MAX, pages);

        assertThat(found).isEqualTo(named);
        assertThat(pages).hasValueGreaterThan(SEGMENTS);
    }

    @Test
    void a_page_of_a_tenant_looks_at_no_more_segments_the_more_workspaces_it_has() {
        var workspaces = 90;
        for (int number = 0; number < workspaces; number++) {
            var other = new Caller(caller.actor(), caller.tenantId(), new WorkspaceId(bench.ids.next()));
            book(List.of(Calls.read(other, id(-(number + 2) * MINUTE_MS, number), "get_note")));
        }
        var wanted = ofTenant()
                .having(
                        CallWords.operation("list_notes"),
                        event -> event.call().operation().equals("list_notes"));

        var pages = new AtomicInteger();
        var found = pages(wanted, LOOKED_AT_MAX, pages);

        assertThat(found).isEmpty();
        assertThat(pages).hasValueGreaterThanOrEqualTo(workspaces / (LOOKED_AT_MAX * STATEMENTS_MAX));
    }

    @Test
    void a_page_of_a_tenant_does_not_look_at_segments_without_entries() {
        var entry = Calls.read(caller, id(-60 * MINUTE_MS, 0), "get_note");
        book(List.of(entry));
        bench.tamper("DELETE FROM records.call_segment WHERE last_id > '"
                + entry.event().id() + "' AND chain = '" + chain().id() + "'");
        for (int minute = 0; minute < 30; minute++) {
            settle(append(List.of(Calls.read(caller, id(minute * MINUTE_MS, minute), "get_note")), false));
        }

        var page = read(ofTenant(), LOOKED_AT_MAX);

        assertThat(page.calls())
                .extracting(StoredCall::id)
                .containsExactly(entry.event().id());
        assertThat(page.readTo()).isNull();
    }

    private CallQuery ofTenant() {
        return CallQuery.of(Chain.of(caller.tenantId(), null)).entriesOfTenant();
    }

    @Test
    void the_time_in_which_calls_are_decoded_is_told() {
        var _ = read(null);

        assertThat(worked.nanos).isPositive();
    }
}
