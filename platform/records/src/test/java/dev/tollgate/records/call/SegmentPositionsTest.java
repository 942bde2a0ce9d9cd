package dev.tollgate.records.call;

import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Positions of a chain have no gap, in whatever order meter and sealer write segments and entries. */
class SegmentPositionsTest extends OnStoredCalls {

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

    /** As the meter does: a run that waited too long for the head of its chain comes again. */
    private static Future<Void> untilStored(List<BookedCall> calls) {
        return append(calls, true).recover(_ -> untilStored(calls));
    }

    private long position() {
        return Long.parseLong(bench.owner("SELECT position FROM audit.head WHERE chain = '" + chain().id() + "'")
                .getFirst());
    }
}
