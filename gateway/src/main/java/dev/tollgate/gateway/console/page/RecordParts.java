package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.console.chart.StackedBars;
import dev.tollgate.gateway.console.form.Dollars;
import dev.tollgate.gateway.console.page.ShownRecord.Part;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What some pages show besides the record: figures, the pause state, next steps. Each part that fails is left out. */
final class RecordParts {

    private static final int DAYS = 14;
    private static final int LINES_MAX = 100;

    private final PageCalls calls;
    private final InstantSource clock;
    private final CompiledFace<?, ?> billing;
    private final CompiledFace<?, ?> usage;
    private final FirstSteps firstSteps;

    RecordParts(PageCalls calls, Catalogue catalogue, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
        this.billing = Objects.requireNonNull(catalogue.face("get_billing", Plane.CONTROL));
        this.firstSteps = new FirstSteps(calls, catalogue);
        this.usage = Objects.requireNonNull(catalogue.face("list_usage", Plane.CONTROL));
    }

    /** The parts of a record. */
    Future<List<Part>> of(Look<Place.Shown> look, JsonNode content) {
        return switch (look.place().face().operation().name()) {
            case "read_workspace" -> overview(look);
            case "get_billing" -> Future.succeededFuture(List.of(BillingParts.spending(content)));
            case "get_request" -> Future.succeededFuture(List.of(CallParts.timeline(content)));
            case "get_webhook_delivery" -> Future.succeededFuture(List.of(CallParts.attempts(content)));
            default -> Future.succeededFuture(List.of());
        };
    }

    private Future<List<Part>> overview(Look<Place.Shown> look) {
        return Future.all(account(look), firstSteps.of(look), usage(look))
                .map(all ->
                        all.<List<Part>>list().stream().flatMap(List::stream).toList());
    }

    private Future<List<Part>> account(Look<Place.Shown> look) {
        var tenant = look.rights().tenantId();
        if (tenant == null || !look.rights().allows(billing)) {
            return Future.succeededFuture(List.of());
        }
        return calls.call(look.visit(), billing, List.of(tenant.text()), CallInputs.NONE)
                .map(answer -> switch (answer) {
                    case CallAnswer.Done done -> List.of(BillingParts.spending(done.content()));
                    case CallAnswer.Refused _ -> List.of();
                });
    }

    private Future<List<Part>> usage(Look<Place.Shown> look) {
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
                    case CallAnswer.Done done -> usagePart(done.content());
                    case CallAnswer.Refused _ -> List.of();
                });
    }

    private static List<Part> usagePart(JsonNode lines) {
        var figure = bars(lines);
        return figure.isEmpty() ? List.of() : List.of(new Part("Usage by day, UTC", figure, List.of()));
    }

    /** The figure above a list; null where it has none. */
    @Nullable String chart(Look<Place.Shown> look, List<JsonNode> records) {
        if (!look.place().path().endsWith("/usage")) {
            return null;
        }
        var figure = StackedBars.of(amounts(records), summary(records));
        return figure.isEmpty() ? null : figure;
    }

    private static String bars(JsonNode lines) {
        var records = new ArrayList<JsonNode>();
        lines.forEach(records::add);
        return StackedBars.of(amounts(records), summary(records));
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
                .map(line -> {
                    long charge = line.path("charge_micros").asLong();
                    return new StackedBars.Amount(
                            line.path(line.has("hour") ? "hour" : "day").asText(),
                            series(line),
                            charge,
                            Dollars.signed(charge));
                })
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
