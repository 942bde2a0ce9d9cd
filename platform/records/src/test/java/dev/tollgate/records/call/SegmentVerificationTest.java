package dev.tollgate.records.call;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.usage.CallColumns;
import dev.tollgate.records.audit.AuditRetention;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is changed in stored calls, or taken away, is found; what may be forgotten is not missed. */
class SegmentVerificationTest extends OnStoredCalls {

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

    @ParameterizedTest
    @ValueSource(ints = {CallSegment.CALLS_MAX + 1, CallColumns.CALLS_MAX})
    void a_segment_of_more_calls_that_an_earlier_version_stored_has_no_fault(int calls) {
        var stored = CallSegment.of(reads(calls, 0), true, CallColumns.CALLS_MAX);

        assertThat(stored).singleElement().satisfies(segment -> {
            assertThat(segment.calls()).isEqualTo(calls);
            assertThat(segment.fault(segment.digest())).isNull();
        });
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
    void a_segment_that_begins_within_its_predecessor_is_a_fault_and_not_a_gap() {
        book(reads(2, 0));
        book(reads(2, 100));
        var own = "chain = '" + chain().id() + "'";

        bench.tamper("UPDATE records.call_segment SET position = 3 WHERE position = 4 AND " + own);
        var report = verified();

        forget(own);
        assertThat(report.faults())
                .anyMatch(fault -> fault.contains("begins at position 2, though its predecessor ends at 2"))
                .noneMatch(fault -> fault.contains("are missing"));
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

    /** The tests share their database. */
    private static void forget(String own) {
        bench.tamper("DELETE FROM records.call_segment WHERE " + own);
        bench.tamper("DELETE FROM audit.seal WHERE " + own);
        bench.tamper("DELETE FROM audit.event WHERE " + own);
        bench.tamper("DELETE FROM audit.head WHERE " + own);
    }
}
