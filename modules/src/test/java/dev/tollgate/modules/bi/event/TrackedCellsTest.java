package dev.tollgate.modules.bi.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.bi.cell.CellAnswer;
import dev.tollgate.modules.bi.cell.CellQuery;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What cells of tracked events answer, and what they leave to rows. */
class TrackedCellsTest extends TrackTests {

    @Test
    void a_property_with_too_many_values_is_left_to_rows() {
        tracking.shape(caller, "visit", List.of("path"), List.of());
        for (int batch = 0; batch < 2; batch++) {
            var events = new TrackedEvent[150];
            for (int at = 0; at < events.length; at++) {
                events[at] =
                        Tracking.event("visit", null, hour, null, new JsonObject().put("path", "/" + batch + '/' + at));
            }
            var _ = tracking.track(caller, events);
        }
        var byPath = new CellQuery(Set.of("visit"), List.of(hour, hour.plusSeconds(3_600)), "path", Set.of(), false);

        assertThat(tracking.cells(caller, byPath)).isInstanceOf(CellAnswer.Exact.class);
        tracking.fold();
        assertThat(tracking.cells(caller, byPath)).isInstanceOf(CellAnswer.ReadRows.class);
        assertThat(counted()).isEqualTo(300);
    }

    @Test
    void a_list_as_the_value_of_a_dimension_is_left_to_rows() {
        tracking.shape(caller, "visit", List.of("tags"), List.of());
        var _ = tracking.track(
                caller,
                Tracking.event("visit", null, hour, null, new JsonObject().put("tags", new JsonArray().add("a"))));

        var byTag = new CellQuery(Set.of("visit"), List.of(hour, hour.plusSeconds(3_600)), "tags", Set.of(), false);

        assertThat(tracking.cells(caller, byTag)).isInstanceOf(CellAnswer.ReadRows.class);
    }

    @Test
    void a_measure_that_was_declared_later_is_left_to_rows_until_the_cells_before_are_filled() {
        var later = hour.plusSeconds(3_600);
        var _ = tracking.track(caller, Tracking.event("order", null, hour, null, new JsonObject().put("amount", 5)));
        tracking.fold();
        tracking.shape(caller, "order", List.of(), List.of("amount"));
        var _ = tracking.track(caller, Tracking.event("order", null, later, null, new JsonObject().put("amount", 7)));

        var both =
                new CellQuery(Set.of("order"), List.of(hour, later.plusSeconds(3_600)), null, Set.of("amount"), false);
        var after =
                new CellQuery(Set.of("order"), List.of(later, later.plusSeconds(3_600)), null, Set.of("amount"), false);

        assertThat(tracking.cells(caller, both)).isInstanceOf(CellAnswer.ReadRows.class);
        assertThat(sum(after)).isEqualByComparingTo("7");
        tracking.fold();
        assertThat(sum(both)).isEqualByComparingTo("12");
    }

    private BigDecimal sum(CellQuery query) {
        return tracking.exact(caller, query).stream()
                .map(totals ->
                        Objects.requireNonNull(totals.measures().get("amount")).sum())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
