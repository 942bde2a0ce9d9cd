package dev.tollgate.modules.bi.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.bi.event.TrackedEvent;
import dev.tollgate.modules.bi.event.Tracking;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cells that are too many for one query are left to rows, before they are decoded. */
class CellLimitsTest {

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
    void track() {
        caller = tracking.desk.stranger();
        hour = tracking.desk.clock.instant().truncatedTo(ChronoUnit.HOURS);
        var _ = tracking.track(caller, Tracking.event("signup", "1", hour, "ada", null));
    }

    private CellAnswer cells() {
        return tracking.cells(
                caller,
                new CellQuery(
                        Set.of("signup"),
                        List.of(hour.minus(Duration.ofDays(1)), hour.plus(Duration.ofDays(1))),
                        null,
                        Set.of(),
                        true));
    }

    private void enlarge(String table, String column, int bytes) {
        tracking.desk.owner("UPDATE " + table + " SET " + column + " = repeat('x', " + bytes
                + ")::bytea WHERE workspace_id = '" + caller.workspaceId().value() + "'");
    }

    @Test
    void pending_ones_beyond_their_bytes() {
        assertThat(cells()).isInstanceOf(CellAnswer.Exact.class);

        enlarge("bi.pending", "cells", CellQueries.PENDING_BYTES_MAX + 1);

        assertThat(cells()).isInstanceOf(CellAnswer.ReadRows.class);
    }

    @Test
    void folded_ones_beyond_their_bytes() {
        tracking.fold();
        assertThat(cells()).isInstanceOf(CellAnswer.Exact.class);

        enlarge("bi.cell", "actors", CellQueries.CELLS_BYTES_MAX + 1);

        assertThat(cells()).isInstanceOf(CellAnswer.ReadRows.class);
    }

    @Test
    void values_in_buckets_beyond_their_number() {
        tracking.shape(caller, "order", List.of("plan"), List.of("amount"));
        var events = IntStream.range(0, HourCube.VALUES_MAX)
                .mapToObj(number -> Tracking.event(
                        "order",
                        null,
                        hour,
                        null,
                        new JsonObject().put("plan", "p" + number).put("amount", 1)))
                .toArray(TrackedEvent[]::new);
        var _ = tracking.track(caller, events);
        tracking.fold();
        // Of each value the events, and a measure.
        int hours = CellQueries.FIGURES_MAX / HourCube.VALUES_MAX / 2;

        copied(hours - 1);
        assertThat(byPlan(hours)).isInstanceOf(CellAnswer.Exact.class);
        copied(hours);
        assertThat(byPlan(hours)).isInstanceOf(CellAnswer.ReadRows.class);
    }

    /** The hour's cells are also those of the hours up to so many before. */
    private void copied(int hours) {
        tracking.desk.owner("INSERT INTO bi.cell (workspace_id, name_no, hour, events, actors, cube)"
                + " SELECT c.workspace_id, c.name_no, c.hour - n * interval '1 hour', c.events, c.actors, c.cube"
                + " FROM bi.cell c, generate_series(1, " + hours + ") AS n WHERE c.workspace_id = '"
                + caller.workspaceId().value() + "' AND c.cube IS NOT NULL AND c.hour = '" + hour
                + "' ON CONFLICT DO NOTHING");
    }

    private CellAnswer byPlan(int hours) {
        var bounds = IntStream.rangeClosed(0, hours + 1)
                .mapToObj(number -> hour.plus(Duration.ofHours(1L + number - hours - 1)))
                .toList();
        return tracking.cells(caller, new CellQuery(Set.of("order"), bounds, "plan", Set.of("amount"), false));
    }

    @Test
    void folded_ones_beyond_their_number() {
        tracking.fold();
        tracking.desk.owner("INSERT INTO bi.cell (workspace_id, name_no, hour, events, actors)"
                + " SELECT c.workspace_id, c.name_no, c.hour + n * interval '1 microsecond', 1, c.actors"
                + " FROM bi.cell c, generate_series(1, " + CellQueries.CELLS_MAX + ") AS n WHERE c.workspace_id = '"
                + caller.workspaceId().value() + "' AND c.name_no > 0");

        assertThat(cells()).isInstanceOf(CellAnswer.ReadRows.class);
    }
}
