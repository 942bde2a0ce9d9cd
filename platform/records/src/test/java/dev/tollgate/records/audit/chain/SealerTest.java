package dev.tollgate.records.audit.chain;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.audit.Anchor;
import dev.tollgate.records.audit.AuditedCall;
import dev.tollgate.records.audit.AuditedCalls;
import dev.tollgate.records.audit.PublishedAnchors;
import dev.tollgate.records.audit.SealedEntryRows;
import dev.tollgate.records.audit.VerificationReport;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SealerTest {

    private Bench bench;
    private Sealer sealer;
    private Caller caller;

    @BeforeEach
    void open() {
        bench = new Bench();
        sealer = bench.newSealer();
        caller = bench.stranger();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void positions_of_every_chain_are_dense_under_concurrent_writers_readers_and_sealers() {
        var callers = List.of(bench.stranger(), bench.stranger(), bench.stranger());
        var other = bench.newSealer();

        var running = new ArrayList<Future<?>>();
        for (int i = 0; i < 30; i++) {
            for (var one : callers) {
                running.add(bench.notes.create(bench.call(Notes.CREATE, one, new Nothing()), Notes.titled("n")));
            }
            running.add(sealer.seal());
            running.add(read(i % 2 == 0 ? callers : callers.reversed()));
            running.add(other.seal());
        }
        settle(Future.all(running));
        settle(sealer.seal());

        for (var one : callers) {
            assertThat(bench.owner("SELECT position FROM audit.seal WHERE chain = '"
                            + one.workspaceId().value() + "' ORDER BY position"))
                    .isEqualTo(LongStream.rangeClosed(1, 60)
                            .mapToObj(String::valueOf)
                            .toList());
        }
        assertThat(bench.count("audit.pending")).isZero();
        assertThat(verified().faults()).isEmpty();
    }

    /** A recursion of futures ends without a word after some thousand rounds. */
    @Test
    void a_backlog_of_thousands_of_batches_is_sealed_in_one_go() {
        write(1);
        var copied = AuditRows.COLUMNS.replaceFirst("\\bid\\b", "gen_random_uuid()");
        bench.tamper("INSERT INTO audit.event (" + AuditRows.COLUMNS + ") SELECT " + copied
                + " FROM audit.event CROSS JOIN generate_series(1, 3000)");
        bench.tamper("INSERT INTO audit.pending (slice, event_id, chain) SELECT 0, id, chain FROM audit.event e"
                + " WHERE NOT EXISTS (SELECT FROM audit.seal s WHERE s.chain = e.chain AND s.event_id = e.id)");
        var single = new Sealer(bench.sealer, 1, bench.clock, new SimpleMeterRegistry().counter("sealed"), 1);

        assertThat(single.seal().toCompletionStage().toCompletableFuture()).succeedsWithin(2, TimeUnit.MINUTES);

        assertThat(bench.count("audit.pending")).isZero();
        assertThat(bench.count("audit.seal")).isEqualTo(3_001);
    }

    /** One entry of each caller, as the intake of a topic stores them. */
    private Future<?> read(List<Caller> callers) {
        var entries = callers.stream()
                .map(one -> new AuditEntry(
                        bench.ids.next(),
                        bench.call(Notes.GET, one, new Nothing()).facts(),
                        "note",
                        null,
                        AuditEntry.OK,
                        1,
                        null,
                        null))
                .toList();
        return bench.sealer.transaction(
                RowSecurityContext.NONE,
                bench.clock.instant().plusSeconds(10),
                transaction -> new SealedEntryRows().store(transaction, entries));
    }

    @Test
    void a_whole_audit_holds() {
        write(3);

        var report = verified();

        assertThat(report.faults()).isEmpty();
        assertThat(report.sealCount()).isEqualTo(3);
    }

    @Test
    void an_event_that_was_changed_is_found() {
        write(3);
        bench.tamper(
                "UPDATE audit.event SET actor_name = 'x' WHERE id = (SELECT id FROM audit.event ORDER BY id DESC LIMIT 1)");

        assertThat(verified().faults()).singleElement().asString().contains("was changed after it was sealed");
    }

    @Test
    void a_before_and_after_that_was_changed_is_found() {
        write(1);
        bench.tamper("UPDATE audit.body SET changes = replace(changes, 'note', 'nose')");

        assertThat(verified().faults()).singleElement().asString().contains("before and after");
    }

    @Test
    void a_blanked_before_and_after_breaks_nothing_and_is_named() {
        write(1);
        bench.tamper("UPDATE audit.body SET changes = NULL");

        var report = verified();

        assertThat(report.faults()).isEmpty();
        assertThat(report.blankCount()).isEqualTo(1);
        assertThat(report.blanks()).singleElement().asString().contains(" position 1: before and after of the event ");
    }

    @Test
    void a_removed_event_is_found() {
        write(2);
        bench.tamper("DELETE FROM audit.event WHERE id = (SELECT min(id::text)::uuid FROM audit.event)");

        assertThat(verified().faults()).singleElement().asString().contains("is missing");
    }

    @Test
    void a_removed_position_is_found() {
        write(3);
        bench.tamper("DELETE FROM audit.seal WHERE position = 2");

        assertThat(verified().faults())
                .anyMatch(fault -> fault.contains("positions 2 to 2 are missing"))
                .anyMatch(fault -> fault.contains("neither sealed nor waiting"));
    }

    @Test
    void a_chain_that_was_rewritten_whole_is_found_by_its_anchor() {
        write(2);
        var anchor = new Anchor(
                caller.workspaceId().value(),
                2,
                bench.owner("SELECT encode(hash, 'hex') FROM audit.head").getFirst(),
                bench.clock.instant());
        bench.tamper("UPDATE audit.event SET actor_name = 'somebody else'");
        bench.tamper("INSERT INTO audit.pending SELECT 0, id, chain FROM audit.event");
        bench.tamper("DELETE FROM audit.seal");
        bench.tamper("DELETE FROM audit.head");
        settle(sealer.seal());

        var without = verified();
        var with = verified(said(anchor), AuditedCalls.NONE);

        assertThat(without.faults()).isEmpty();
        assertThat(with.faults()).singleElement().asString().contains("the hash differs from the anchor");
    }

    private static PublishedAnchors said(Anchor... anchors) {
        var pages = new ArrayDeque<List<Anchor>>();
        for (var anchor : anchors) {
            pages.add(List.of(anchor));
        }
        return () -> Future.succeededFuture(pages.isEmpty() ? List.of() : pages.remove());
    }

    @Test
    void anchors_of_every_page_are_held_against_the_chain() {
        write(2);
        var right = bench.owner("SELECT encode(hash, 'hex') FROM audit.seal ORDER BY position");
        var chain = caller.workspaceId().value();
        var now = bench.clock.instant();

        var report = verified(
                said(
                        new Anchor(chain, 1, right.getFirst(), now),
                        new Anchor(chain, 2, right.getFirst(), now),
                        new Anchor(chain, 3, right.getLast(), now)),
                AuditedCalls.NONE);

        assertThat(report.faults())
                .hasSize(2)
                .anyMatch(fault -> fault.contains("position 2: the hash differs from the anchor"))
                .anyMatch(fault -> fault.contains("position 3: nothing has this position"));
    }

    @Test
    void unsealed_events_of_all_pages_and_chains_are_counted_and_waiting_ones_are_not() {
        write(1);
        settle(bench.notes.create(bench.call(Notes.CREATE, caller, new Nothing()), Notes.titled("waits")));
        bench.tamper("""
                INSERT INTO audit.event (chain, workspace_id, id, at, request_id, actor_kind, actor_id, actor_name,
                                         surface, operation, action, outcome, calls, client_address)
                SELECT c, c, gen_random_uuid(), now(), gen_random_uuid(), 'system', 'x', 'x', 'rest', 'x', 'x', 'ok', 1, ''
                  FROM (SELECT gen_random_uuid() FROM generate_series(1, 3)) AS chains (c), generate_series(1, 400)
                """);

        assertThat(verified().faults()).containsExactly("1200 events are neither sealed nor waiting to be sealed");
    }

    @Test
    void a_slice_that_cannot_be_sealed_keeps_back_no_other() {
        var last = oneOfTwoThatCanBeSealed();

        var sealing = sealer.seal();

        assertThatThrownBy(() -> settle(sealing)).hasMessageContaining("OF NO KIND");
        assertThat(bench.count("audit.seal", last.workspaceId().value())).isEqualTo(1);
    }

    @Test
    void what_is_sealed_is_counted_in_a_turn_that_fails_too() {
        var _ = oneOfTwoThatCanBeSealed();

        var sealing = sealer.seal();

        assertThatThrownBy(() -> settle(sealing)).hasMessageContaining("OF NO KIND");
        assertThat(bench.sealed.count()).isEqualTo(1);
    }

    /** Two callers whose entries wait, in the first and in the last slice; the first one's cannot be read. */
    private Caller oneOfTwoThatCanBeSealed() {
        var first = strangerOfSlice(0);
        var last = strangerOfSlice(Bench.SLICES - 1);
        for (var one : List.of(first, last)) {
            settle(bench.notes.create(bench.call(Notes.CREATE, one, new Nothing()), Notes.titled("n")));
        }
        bench.tamper("UPDATE audit.event SET actor_kind = 'of no kind' WHERE chain = '"
                + first.workspaceId().value() + "'");
        return last;
    }

    private Caller strangerOfSlice(int slice) {
        var stranger = bench.stranger();
        while (Partitioner.of(stranger.workspaceId().value(), Bench.SLICES) != slice) {
            stranger = bench.stranger();
        }
        return stranger;
    }

    @Test
    void a_call_without_the_row_that_it_says_it_has_is_found() {
        write(1);
        var request = new RequestId(bench.ids.next());
        var missing = new AuditedCall(Chain.of(caller), request, bench.ids.next());
        var known = new AuditedCall(
                Chain.of(caller),
                new RequestId(UUID.fromString(
                        bench.owner("SELECT request_id FROM audit.event").getFirst())),
                UUID.fromString(bench.owner("SELECT usage_id FROM audit.event").getFirst()));

        var pages = new ArrayDeque<>(List.of(List.of(known, missing), List.<AuditedCall>of()));
        var report = verified(PublishedAnchors.NONE, _ -> Future.succeededFuture(pages.remove()));

        assertThat(report.faults())
                .singleElement()
                .asString()
                .contains(request.value().toString());
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            settle(bench.notes.create(bench.call(Notes.CREATE, caller, new Nothing()), Notes.titled("n")));
        }
        settle(sealer.seal());
    }

    private VerificationReport verified() {
        return verified(PublishedAnchors.NONE, AuditedCalls.NONE);
    }

    private VerificationReport verified(PublishedAnchors anchors, AuditedCalls calls) {
        return await(bench.verification(SealedSegments.NONE).run(anchors, calls));
    }
}
