package dev.tollgate.records.call;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.audit.AuditRetention;
import dev.tollgate.records.audit.AuditVerification;
import dev.tollgate.records.audit.Chain;
import dev.tollgate.records.audit.AuditedCalls;
import dev.tollgate.records.audit.PublishedAnchors;
import dev.tollgate.records.audit.VerificationReport;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallStoreTest {

    private static Bench bench;
    private static Database meter;

    private static int tests;

    private Caller caller;
    private Instant start;

    @BeforeAll
    static void open() {
        bench = new Bench();
        meter = Database.open(bench.vertx, bench.settings, DatabaseRole.METER, 4, bench.clock);
    }

    @AfterAll
    static void close() {
        settle(meter.close());
        bench.close();
    }

    @BeforeEach
    void callers() {
        caller = bench.stranger();
        // Each test has hours of its own, so that no request has the id of another's.
        start = bench.clock.instant().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofHours(3 * ++tests));
    }

    @Test
    void reads_and_writes_share_a_chain_whose_positions_are_dense() {
        book(reads(3, 0));
        write();
        book(reads(2, 100));
        write();

        var report = verified();

        assertThat(report.faults()).isEmpty();
        assertThat(position()).isEqualTo(7);
    }

    @Test
    void calls_that_have_an_audit_row_take_no_position_and_are_metered_all_the_same() {
        var calls = new ArrayList<>(reads(2, 0));
        calls.add(Calls.booked(caller, id(50, 0), "create_note", true, null));
        calls.add(Calls.booked(bench.stranger(), id(60, 0), "create_note", true, null));

        book(calls);

        assertThat(position()).isEqualTo(2);
        assertThat(page(all(), 10)).hasSize(3);
        assertThat(page(all().entriesOnly(), 10)).hasSize(2);
        assertThat(verified().faults()).isEmpty();
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
    void a_call_is_found_by_its_request_and_by_the_id_that_its_client_gave_it() {
        book(reads(5, 0));
        var wanted = Calls.booked(caller, id(500, 0), "get_note", false, "theirs-1");
        book(List.of(wanted, Calls.booked(caller, id(501, 0), "get_note", false, "theirs-2")));
        book(reads(5, 1_000));
        var store = store(RowSecurityContext.of(caller));
        var request = wanted.event().call().requestId();

        var byRequest = await(store.ofRequest(List.of(chain()), request, 10));
        var byClient = await(store.ofClientRequest(all(), "theirs-1", 10));

        assertThat(byRequest).extracting(StoredCall::event).containsExactly(wanted.event());
        assertThat(byClient).extracting(StoredCall::event).containsExactly(wanted.event());
    }

    @Test
    void a_call_that_ended_long_after_its_request_is_found_by_it_too() {
        var soon = Calls.read(caller, id(0, 0), "get_note");
        var request = soon.event().call().requestId();
        var nearly = Calls.ofRequest(caller, id(Duration.ofMinutes(60).toMillis() - 1, 1), request);
        var late = Calls.ofRequest(caller, id(Duration.ofHours(60).toMillis(), 2), request);
        book(List.of(soon, nearly, late));
        book(List.of(Calls.read(caller, id(Duration.ofHours(60).toMillis(), 3), "get_note")));

        var found = page(CallQuery.ofRequest(List.of(chain()), request), 10);
        var older = page(
                CallQuery.ofRequest(List.of(chain()), request)
                        .before(late.event().id()),
                1);

        assertThat(found).extracting(StoredCall::event).containsExactly(late.event(), nearly.event(), soon.event());
        assertThat(older).extracting(StoredCall::event).containsExactly(nearly.event());
        assertThat(bench.count("records.call_name WHERE chain = '" + chain().id() + "'"))
                .isOne();
    }

    @Test
    void a_late_call_does_not_widen_the_bounds_of_requests_and_is_found_from_the_installation_too() {
        var soon = Calls.read(caller, id(0, 0), "get_note");
        var request = soon.event().call().requestId();
        var late = Calls.ofRequest(caller, id(Duration.ofHours(60).toMillis(), 1), request);
        book(List.of(soon, late, Calls.read(caller, id(Duration.ofHours(60).toMillis(), 2), "get_note")));
        var between = id(Duration.ofHours(30).toMillis(), 0);

        var found = await(store(RowSecurityContext.INSTALLATION).ofRequest(request));

        assertThat(found).extracting(StoredCall::event).containsExactly(late.event(), soon.event());
        assertThat(bench.count("records.call_segment WHERE chain = '" + chain().id() + "' AND first_request <= '"
                        + between + "' AND last_request >= '" + between + "'"))
                .isZero();
    }

    @Test
    void many_newer_calls_of_a_name_hide_no_older_ones() {
        List<BookedCall> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(Calls.booked(caller, id(i, i), "get_note", false, "always"));
        }
        for (int i = 0; i < 1_100; i++) {
            calls.add(Calls.booked(caller, id(120_000 + i, i), "list_notes", false, "always"));
        }
        book(calls);
        var store = store(RowSecurityContext.of(caller));
        var gets = all().where(event -> event.call().operation().equals("get_note"));

        var older = await(store.ofClientRequest(all().before(id(120_000, 0)), "always", 30));
        var filtered = await(store.ofClientRequest(gets, "always", 30));

        assertThat(older).hasSize(20);
        assertThat(filtered).isEqualTo(older);
    }

    @Test
    void a_request_is_found_in_any_chain_from_the_installation_and_from_nowhere_else() {
        var calls = reads(3, 0);
        book(calls);
        var request = calls.get(1).event().call().requestId();

        var onInstallation = await(store(RowSecurityContext.INSTALLATION).ofRequest(request));
        var elsewhere = await(store(RowSecurityContext.of(bench.stranger())).ofRequest(request));

        assertThat(onInstallation)
                .extracting(StoredCall::event)
                .containsExactly(calls.get(1).event());
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void a_workspace_reads_its_own_calls_and_a_tenant_those_of_its_workspaces() {
        book(reads(3, 0));
        var stranger = store(RowSecurityContext.of(bench.stranger()));
        var tenant = store(RowSecurityContext.of(caller.tenantId()));

        assertThat(await(stranger.page(all(), 10))).isEmpty();
        assertThat(await(stranger.ofClientRequest(all(), "theirs", 10))).isEmpty();
        assertThat(await(tenant.page(all(), 10))).hasSize(3);
    }

    @Test
    void what_is_changed_or_taken_away_is_found() {
        book(reads(2, 0));
        book(reads(2, 100));
        book(reads(2, 200));
        var first = "chain = '" + chain().id() + "' AND position = 2";

        bench.tamper("UPDATE records.call_segment SET charge_micros = charge_micros + 1 WHERE " + first);
        var charge = verified();
        bench.tamper("UPDATE records.call_segment SET charge_micros = charge_micros - 1, origins = '\\x0000' WHERE "
                + first);
        var origins = verified();
        bench.tamper("DELETE FROM records.call_segment WHERE " + first);
        var missing = verified();

        assertThat(charge.faults()).singleElement().asString().contains("was changed after it was sealed");
        assertThat(origins.faults()).singleElement().asString().contains("addresses and agents");
        assertThat(missing.faults()).anyMatch(fault -> fault.contains("positions 1 to 2 are missing"));
        bench.tamper("DELETE FROM records.call_segment WHERE chain = '" + chain().id() + "'");
        bench.tamper("DELETE FROM audit.head WHERE chain = '" + chain().id() + "'");
    }

    @Test
    void addresses_and_agents_are_forgotten_after_their_time_and_the_chain_holds() {
        book(reads(2, -Duration.ofDays(401).toMillis()));
        book(reads(2, 0));
        // When a segment was recorded is in no digest.
        bench.tamper("UPDATE records.call_segment SET recorded_at = now() - interval '401 days' WHERE chain = '"
                + chain().id() + "'");

        settle(new AuditRetention(bench.sealer, bench.clock, 400).forgetOrigins());

        assertThat(page(all(), 10))
                .extracting(call -> call.event().call().clientAddress())
                .containsExactly("198.51.100.7", "198.51.100.7", "", "");
        assertThat(verified().faults()).isEmpty();
    }

    @Test
    void addresses_and_agents_that_are_removed_before_their_time_are_missed() {
        book(reads(2, 0));
        var own = "chain = '" + chain().id() + "'";

        bench.tamper("UPDATE records.call_segment SET origins = NULL WHERE " + own);
        var report = verified();

        forget(own);
        assertThat(report.faults()).singleElement().asString().contains("were removed before their time");
    }

    @Test
    void segments_without_a_place_in_a_chain_are_checked_too() {
        settle(append(reads(3, 0), false));
        var own = "chain = '" + chain().id() + "'";

        bench.tamper("UPDATE records.call_segment SET charge_micros = charge_micros + 1 WHERE " + own);
        var report = verified();

        forget(own);
        assertThat(report.faults()).singleElement().asString().contains("was changed after it was sealed");
    }

    @Test
    void a_position_that_an_entry_and_a_segment_both_have_is_a_fault() {
        write();
        book(reads(1, 0));
        var own = "chain = '" + chain().id() + "'";

        bench.tamper("UPDATE records.call_segment SET position = 1 WHERE " + own);
        var report = verified();

        forget(own);
        assertThat(report.faults()).anyMatch(fault -> fault.contains("an entry and a segment both have this position"));
    }

    @Test
    void calls_that_are_no_entries_of_their_segment_are_read_whatever_time_of_recording_it_says() {
        book(List.of(Calls.booked(caller, id(0, 0), "create_note", true, null)));
        bench.tamper("UPDATE records.call_segment SET recorded_at = now() + interval '1 day' WHERE chain = '"
                + chain().id() + "'");
        var sealer = new CallStore((sql, args) -> bench.sealer.read(RowSecurityContext.NONE, sql, args));

        var segments = await(sealer.segments(null, 1_000));

        assertThat(segments).extracting(CallSegment::chain).contains(chain());
    }

    @Test
    void runs_that_race_with_each_other_and_with_the_sealer_leave_no_gap() {
        List<Future<?>> racing = new ArrayList<>();
        for (int run = 0; run < 20; run++) {
            racing.add(untilStored(reads(3, run * 10)));
            racing.add(bench.notes.create(bench.call(Notes.CREATE, caller, new Nothing()), Notes.titled("n" + run)));
            racing.add(bench.newSealer().seal().otherwiseEmpty());
        }
        settle(Future.join(racing));
        settle(bench.newSealer().seal());

        assertThat(verified().faults()).isEmpty();
        assertThat(position()).isEqualTo(80);
    }

    @Test
    void a_page_reads_the_newest_segments_by_their_key() {
        for (int run = 0; run < 30; run++) {
            book(reads(1, run * 1_000));
        }
        bench.tamper("ANALYZE records.call_segment");
        var args = Tuple.tuple()
                .addArrayOfUUID(new UUID[] {chain().id()})
                .addUUID(all().since())
                .addUUID(all().beyond())
                .addUUID(all().lastIdBeyond())
                .addArrayOfString(new String[0])
                .addUUID(null)
                .addValue(null)
                .addInteger(10)
                .addLong(100L)
                .addBoolean(false);

        var plan = new StringBuilder();
        await(bench.sealer.transaction(
                        RowSecurityContext.NONE,
                        bench.clock.instant().plusSeconds(10),
                        transaction -> transaction
                                .query("SET LOCAL enable_seqscan = off", Tuple.tuple())
                                .compose(_ -> transaction.query("EXPLAIN " + SegmentPages.NEWEST, args))))
                .forEach(row -> plan.append(row.getString(0)).append('\n'));

        assertThat(plan).contains("Index Scan", "call_segment_pkey").contains("last_id <");
    }

    /** The tests share their database. */
    private static void forget(String own) {
        bench.tamper("DELETE FROM records.call_segment WHERE " + own);
        bench.tamper("DELETE FROM audit.seal WHERE " + own);
        bench.tamper("DELETE FROM audit.event WHERE " + own);
        bench.tamper("DELETE FROM audit.head WHERE " + own);
    }

    private List<BookedCall> reads(int count, long afterMs) {
        return reads(count, afterMs, 1);
    }

    private List<BookedCall> reads(int count, long afterMs, long apartMs) {
        List<BookedCall> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(Calls.read(caller, id(afterMs + i * apartMs, i), "get_note"));
        }
        return calls;
    }

    private UUID id(long afterMs, int n) {
        return Calls.id(start, afterMs, n);
    }

    private Chain chain() {
        return Chain.of(caller);
    }

    private CallQuery all() {
        return CallQuery.of(List.of(chain()));
    }

    private void write() {
        settle(bench.notes.create(bench.call(Notes.CREATE, caller, new Nothing()), Notes.titled("n")));
        settle(bench.newSealer().seal());
    }

    private static void book(List<BookedCall> calls) {
        settle(append(calls, true));
    }

    private static Future<Void> append(List<BookedCall> calls, boolean chained) {
        var now = bench.clock.instant();
        return meter.transaction(
                RowSecurityContext.NONE,
                now.plusSeconds(20),
                transaction -> CallStore.append(transaction, calls, chained, bench.ids.next(), now));
    }

    /** As the meter does: a run that waited too long for the head of its chain comes again. */
    private static Future<Void> untilStored(List<BookedCall> calls) {
        return append(calls, true).recover(_ -> untilStored(calls));
    }

    private List<StoredCall> page(CallQuery query, int count) {
        return await(store(RowSecurityContext.of(caller)).page(query, count));
    }

    private static CallStore store(RowSecurityContext context) {
        return new CallStore((sql, args) -> bench.app.read(context, sql, args));
    }

    private long position() {
        return Long.parseLong(bench.owner("SELECT position FROM audit.head WHERE chain = '" + chain().id() + "'")
                .getFirst());
    }

    private static VerificationReport verified() {
        var segments = new SegmentFaults(
                (sql, args) -> bench.sealer.read(RowSecurityContext.NONE, sql, args),
                bench.clock.instant().minus(Duration.ofDays(400)));
        return await(AuditVerification.of(bench.sealer, segments, PublishedAnchors.NONE, AuditedCalls.NONE));
    }
}
