package dev.tollgate.records.call;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.audit.AuditedCalls;
import dev.tollgate.records.audit.PublishedAnchors;
import dev.tollgate.records.audit.VerificationReport;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests on the stored calls of one caller, which each has for itself; they share their database. */
abstract class OnStoredCalls {

    static Bench bench;

    private static Database meter;
    private static int tests;

    Caller caller;
    Instant start;

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

    List<BookedCall> reads(int count, long afterMs) {
        return reads(count, afterMs, 1);
    }

    List<BookedCall> reads(int count, long afterMs, long apartMs) {
        List<BookedCall> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(Calls.read(caller, id(afterMs + i * apartMs, i), "get_note"));
        }
        return calls;
    }

    UUID id(long afterMs, int n) {
        return Calls.id(start, afterMs, n);
    }

    Chain chain() {
        return Chain.of(caller);
    }

    CallQuery all() {
        return CallQuery.of(chain());
    }

    void write() {
        settle(bench.notes.create(bench.call(Notes.CREATE, caller, new Nothing()), Notes.titled("n")));
        settle(bench.newSealer().seal());
    }

    static void book(List<BookedCall> calls) {
        settle(append(calls, true));
    }

    static Future<Void> append(List<BookedCall> calls, boolean chained) {
        var now = bench.clock.instant();
        return meter.transaction(
                RowSecurityContext.NONE,
                now.plusSeconds(20),
                transaction -> CallStore.append(transaction, calls, chained, bench.ids.next(), now));
    }

    List<StoredCall> page(CallQuery query, int count) {
        return await(store(RowSecurityContext.of(caller)).page(query, count, CallReach.PAGE))
                .calls();
    }

    static CallStore store(RowSecurityContext context) {
        return new CallStore((sql, args) -> bench.app.read(context, sql, args));
    }

    static VerificationReport verified() {
        var segments = new SegmentFaults(
                (sql, args) -> bench.sealer.read(RowSecurityContext.NONE, sql, args), bench.retention());
        return await(bench.verification(segments).run(PublishedAnchors.NONE, AuditedCalls.NONE));
    }
}
