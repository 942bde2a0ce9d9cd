package dev.tollgate.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.gateway.catalogue.input.InputSchema;
import dev.tollgate.gateway.catalogue.input.InputSchema.Reading;
import dev.tollgate.gateway.catalogue.schema.RecordSchemas;
import dev.tollgate.records.page.ListQuery;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.table.ListOptions;
import dev.tollgate.runtime.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lists of synchronized records take. */
class ListInputTest {

    public record CupQuery(
            @Nullable Integer limit, @Nullable String cursor) implements ListQuery {}

    private static final Shape<ListInput<CupQuery>> SHAPE = Shape.<ListInput<CupQuery>>of(
                    ListInput.class, CupQuery.class, "CupQuery")
            .choosing("sort", List.of("title", "-title"));

    private final InputSchema<ListInput<CupQuery>> schema =
            new InputSchema<>(new RecordSchemas().input(SHAPE, Samples.Cup.class), SHAPE);

    @ParameterizedTest
    @CsvSource({
        "2026-12-04, Pacific/Auckland, 2026-12-03T11:00:00Z",
        "2026-07-04, Europe/Berlin, 2026-07-03T22:00:00Z",
        "2026-07-04T00:00:00Z, Europe/Berlin, 2026-07-04T00:00:00Z"
    })
    void a_day_of_changes_begins_in_the_workspaces_time_zone(String since, String zone, Instant begin) {
        var options = read("{\"updated_since\": \"" + since + "\"}", zone);

        assertThat(Objects.requireNonNull(options.updatedSince()).time()).isEqualTo(begin);
    }

    @Test
    void every_option_takes_null() {
        var options = read("""
                {"sort": null, "updated_since": null, "deleted": null, "external_source": null, "external_id": null}
                """, "UTC");

        assertThat(options).isEqualTo(new ListOptions(null, null, null, null, null));
    }

    private ListOptions read(String json, String zone) {
        var tree = Json.read(json, ObjectNode.class);
        assertThat(schema.faults(tree)).isEmpty();
        assertThat(schema.decoded(tree, ZoneId.of(zone))).isInstanceOf(Reading.Read.class);
        return ((Reading.Read<ListInput<CupQuery>>) schema.decoded(tree, ZoneId.of(zone)))
                .input()
                .options();
    }
}
