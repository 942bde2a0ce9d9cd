package dev.tollgate.modules.bi.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.bi.event.Tracking;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cells that are filled from rows while folds wait: the run of the job is bounded. */
class CellFillTest {

    private static final int MANY = 12_000;

    private static Tracking tracking;

    private Caller caller;
    private Instant hour;

    @BeforeAll
    static void open() {
        tracking = Tracking.open();
    }

    @AfterAll
    static void close() {
        tracking.close();
    }

    @BeforeEach
    void prepare() {
        // The clock is stopped, so that folds are due when a test says so.
        tracking.desk.at(tracking.desk.clock.instant());
        caller = tracking.desk.stranger();
        hour = tracking.desk.clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));
        var _ = tracking.track(caller, Tracking.event("order", null, hour, null, new JsonObject().put("amount", 5)));
        tracking.fold();
    }

    private String workspace() {
        return " WHERE workspace_id = '" + caller.workspaceId().value() + "'";
    }

    private CellAnswer amounts() {
        return tracking.cells(
                caller,
                new CellQuery(Set.of("order"), List.of(hour, hour.plusSeconds(3_600)), null, Set.of("amount"), false));
    }

    private static String sum(CellAnswer answer) {
        var totals = ((CellAnswer.Exact) answer).totals().getFirst();
        return Objects.requireNonNull(totals.measures().get("amount")).sum().toPlainString();
    }

    @Test
    void a_cell_of_more_rows_than_are_read_at_a_time_has_all_of_them() {
        tracking.desk.owner("INSERT INTO bi.event"
                + " SELECT workspace_id, occurred_at, gen_random_uuid(), name_no, actor, revision, received_at, props"
                + " FROM bi.event, generate_series(2, " + MANY + ")" + workspace());
        tracking.desk.owner("UPDATE bi.cell SET events = " + MANY + workspace());

        tracking.shape(caller, "order", List.of(), List.of("amount"));
        tracking.desk.runJobs();

        assertThat(sum(amounts())).isEqualTo(String.valueOf(5 * MANY));
    }

    @Test
    void while_more_calls_are_pending_than_a_run_looks_at_cells_wait_for_the_fold() {
        var _ = tracking.track(caller, Tracking.event("visit", null, hour, null, null));
        tracking.desk.owner("INSERT INTO bi.pending"
                + " SELECT workspace_id, gen_random_uuid(), tenant_id, added_at, actors, cells"
                + " FROM bi.pending, generate_series(1, " + CellFillStep.PENDING_PAGES_MAX * PendingPage.ROWS_MAX + ")"
                + workspace());
        tracking.shape(caller, "order", List.of(), List.of("amount"));

        tracking.desk.runJobs();
        var before = amounts();
        tracking.fold();
        tracking.desk.later(CellFill.AGAIN.plusSeconds(1));
        tracking.desk.runJobs();

        assertThat(before).isInstanceOf(CellAnswer.ReadRows.class);
        assertThat(sum(amounts())).isEqualTo("5");
    }
}
