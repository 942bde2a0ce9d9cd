package dev.tollgate.records.call;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Pages, look-ups and walls of stored calls. */
class StoredCallPagesTest extends OnStoredCalls {

    @Test
    void a_segment_has_no_more_calls_than_a_loop_decodes_at_once() {
        book(reads(CallSegment.CALLS_MAX + 1, 0));

        assertThat(bench.count("records.call_segment WHERE calls > " + CallSegment.CALLS_MAX))
                .isZero();
        assertThat(bench.count("records.call_segment WHERE chain = '" + chain().id() + "'"))
                .isEqualTo(2);
        assertThat(page(all(), 10)).hasSize(10);
    }

    @Test
    void reads_that_are_counted_by_the_hour_are_no_entries() {
        settle(append(reads(3, 0), false));

        assertThat(page(all(), 10)).hasSize(3);
        assertThat(page(all().entriesOnly(), 10)).isEmpty();
        assertThat(bench.count("audit.head WHERE chain = '" + chain().id() + "'"))
                .isZero();
    }

    @Test
    void pages_of_segments_are_those_of_a_naive_list() {
        var random = new Random(5);
        List<BookedCall> everything = new ArrayList<>();
        for (int run = 0; run < 25; run++) {
            List<BookedCall> calls = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(9); i++) {
                var operation = random.nextInt(4) == 0 ? "list_notes" : "get_note";
                calls.add(Calls.read(caller, id(random.nextInt(200_000), everything.size() + i), operation));
            }
            Collections.shuffle(calls, random);
            book(calls);
            everything.addAll(calls);
        }
        everything.sort(
                Comparator.comparing((BookedCall call) -> call.event().id()).reversed());

        for (var operation : List.of("list_notes", "get_note")) {
            var naive = everything.stream()
                    .filter(call -> call.event().call().operation().equals(operation))
                    .map(BookedCall::event)
                    .toList();
            var query = all().having(
                            CallWords.operation(operation),
                            event -> event.call().operation().equals(operation));
            for (int from = 0; from < naive.size(); from += 7) {
                var before = from == 0 ? null : naive.get(from - 1).id();
                assertThat(page(query.before(before), 7).stream().map(StoredCall::event))
                        .isEqualTo(naive.subList(from, Math.min(naive.size(), from + 7)));
            }
        }
    }

    @Test
    void of_a_large_segment_only_those_calls_are_made_that_are_asked_for() {
        var calls = reads(200, 0);
        book(calls);
        var request = calls.getFirst().event().call().requestId();
        var made = new AtomicInteger();
        Predicate<UsageRecorded> counting = _ -> made.incrementAndGet() > 0;

        var page = page(all().where(counting), 3);
        int ofPage = made.getAndSet(0);
        var found = page(CallQuery.ofRequest(chain(), request).where(counting), 3);

        assertThat(page).hasSize(3);
        assertThat(ofPage).isLessThanOrEqualTo(4);
        assertThat(found).hasSize(1);
        assertThat(made).hasValue(1);
    }

    @Test
    void a_span_has_the_calls_that_ended_in_it() {
        book(reads(60, 0, 1_000));
        var from = start.plusSeconds(10);
        var to = start.plusSeconds(20);

        var found = page(all().ended(from, to), 100);

        assertThat(found)
                .hasSize(10)
                .allSatisfy(call -> assertThat(call.event().call().time()).isBetween(from, to));
    }

    @Test
    void a_workspace_reads_its_own_calls_and_a_tenant_those_of_its_workspaces() {
        book(reads(3, 0));
        var stranger = store(RowSecurityContext.of(bench.stranger()));
        var tenant = store(RowSecurityContext.of(caller.tenantId()));

        assertThat(await(stranger.page(all(), 10, CallReach.PAGE)).calls()).isEmpty();
        assertThat(await(stranger.ofClientRequest(all(), "theirs", 10, CallReach.PAGE))
                        .calls())
                .isEmpty();
        assertThat(await(tenant.page(all(), 10, CallReach.PAGE)).calls()).hasSize(3);
    }

    @Test
    void a_page_reads_the_newest_segments_by_their_key() {
        for (int run = 0; run < 30; run++) {
            book(reads(1, run * 1_000));
        }
        bench.tamper("ANALYZE records.call_segment");

        assertThat(plan(SegmentStatements.NEWEST, looking(chain())))
                .contains("Index Scan", "call_segment_pkey")
                .contains("last_id <");
    }

    @Test
    void a_page_of_a_tenant_reads_the_newest_segments_of_all_its_workspaces_by_one_index() {
        for (int run = 0; run < 30; run++) {
            book(reads(1, run * 1_000));
        }
        bench.tamper("ANALYZE records.call_segment");

        assertThat(plan(SegmentStatements.NEWEST_OF_TENANT, looking(Chain.of(caller.tenantId(), null))))
                .contains("Index Scan Backward using call_segment_entries_of_tenant")
                .contains("tenant_id =", "last_id <");
    }

    @Test
    void the_segments_of_a_request_are_read_by_their_key() {
        for (int run = 0; run < 30; run++) {
            book(reads(1, run * 1_000));
        }
        bench.tamper("ANALYZE records.call_segment");

        assertThat(plan(SegmentStatements.REQUEST, bounds(chain()).addUUID(bench.ids.next())))
                .contains("Index Scan", "call_segment_pkey")
                .contains("last_id <");
    }

    private Tuple looking(Chain chain) {
        return bounds(chain).addLong(100L);
    }

    private Tuple bounds(Chain chain) {
        return Tuple.tuple()
                .addUUID(chain.id())
                .addUUID(all().since())
                .addUUID(all().beyond())
                .addUUID(all().lastIdBeyond())
                .addArrayOfString(new String[0])
                .addBoolean(false)
                .addInteger(10)
                .addLong(100L);
    }

    private String plan(String page, Tuple args) {
        var plan = new StringBuilder();
        await(bench.sealer.transaction(
                        RowSecurityContext.NONE,
                        bench.clock.instant().plusSeconds(10),
                        transaction -> transaction
                                .query("SET LOCAL enable_seqscan = off", Tuple.tuple())
                                .compose(_ -> transaction.query("SET LOCAL enable_bitmapscan = off", Tuple.tuple()))
                                .compose(_ -> transaction.query("EXPLAIN " + page, args))))
                .forEach(row -> plan.append(row.getString(0)).append('\n'));

        return plan.toString();
    }
}
