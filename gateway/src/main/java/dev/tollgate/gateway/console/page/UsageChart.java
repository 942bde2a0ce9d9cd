package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.call.PageCalls;
import dev.tollgate.gateway.console.chart.StackedBars;
import dev.tollgate.gateway.console.form.Dollars;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Charges as bars: of the last two weeks of a workspace, and of the lines of a list of usage. One per event loop. */
final class UsageChart {

    private static final String HEADING = "Usage by day, UTC";
    private static final int DAYS = 14;
    private static final int LINES_MAX = 100;

    private final PageCalls calls;
    private final CompiledFace<?, ?> usage;
    private final InstantSource clock;

    UsageChart(PageCalls calls, Catalogue catalogue, InstantSource clock) {
        this.calls = calls;
        this.usage = Objects.requireNonNull(catalogue.face("list_usage", Plane.CONTROL));
        this.clock = clock;
    }

    /** The charges of the last two weeks by day; none for a person who may not see them. */
    Future<List<Part>> ofDays(Look<Place.Shown> look) {
        if (!look.rights().allows(usage)) {
            return Future.succeededFuture(List.of());
        }
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var query = MultiMap.caseInsensitiveMultiMap()
                .add("from", today.minusDays(DAYS - 1).toString())
                .add("to", today.plusDays(1).toString())
                .add("group_by", "day")
                .add("group_by", "surface")
                .add("limit", Integer.toString(LINES_MAX));
        return calls.call(look.visit(), usage, look.parameters(), CallInputs.query(query))
                .map(answer -> switch (answer) {
                    case CallAnswer.Done done -> part(done.content());
                    case CallAnswer.Refused(var problem) -> List.of(Part.failed(HEADING, problem));
                });
    }

    private static List<Part> part(JsonNode lines) {
        var records = new ArrayList<JsonNode>();
        lines.forEach(records::add);
        var figure = bars(records);
        return figure.isEmpty() ? List.of() : List.of(new Part(HEADING, figure, List.of()));
    }

    /** The figure above a list; null where it has none. */
    static @Nullable String aboveList(Look<Place.Shown> look, List<JsonNode> records) {
        if (!look.place().path().endsWith("/usage")) {
            return null;
        }
        var figure = bars(records);
        return figure.isEmpty() ? null : figure;
    }

    private static String bars(List<JsonNode> lines) {
        return StackedBars.of(amounts(lines), summary(lines), Dollars::signed);
    }

    private static String summary(List<JsonNode> records) {
        long all = records.stream()
                .mapToLong(line -> line.path("charge_micros").asLong())
                .sum();
        return "Charges by period: " + Dollars.signed(all) + " in all.";
    }

    private static List<StackedBars.Amount> amounts(List<JsonNode> records) {
        return records.stream()
                .filter(line -> line.has("day") || line.has("hour"))
                .map(line -> new StackedBars.Amount(
                        line.path(line.has("hour") ? "hour" : "day").asText(),
                        series(line),
                        line.path("charge_micros").asLong()))
                .toList();
    }

    private static String series(JsonNode line) {
        for (var name : List.of("dimension", "module", "surface", "credential_id", "workspace_id")) {
            if (line.path(name).isTextual()) {
                return line.path(name).asText();
            }
        }
        return "charges";
    }
}
