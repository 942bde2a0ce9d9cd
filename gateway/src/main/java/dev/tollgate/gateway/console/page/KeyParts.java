package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.console.chart.Gauge;
import dev.tollgate.gateway.console.form.Dollars;
import dev.tollgate.gateway.console.page.ShownRecord.Part;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the pages of API keys and MCP clients tell besides the record: use, charges, budget, end. One per event loop.
 */
final class KeyParts {

    /** Field that a credential of a list is given: its charges of the last two weeks. */
    static final String CHARGE = "charge_14_days_micros";

    private static final int DAYS = 14;
    private static final int LINES_MAX = 100;

    /** Pages of usage that are read for a list. */
    private static final int PAGES_MAX = 5;

    private static final String USAGE = Places.ROOT + "/workspaces/{workspace_id}/usage";

    private final PageParts parts;
    private final InstantSource clock;

    KeyParts(PageParts parts, InstantSource clock) {
        this.parts = parts;
        this.clock = clock;
    }

    /** The part of one credential. */
    List<Part> use(Look<Place.Shown> look, JsonNode credential) {
        var cells = new CellValues(new ShownValues(parts.ids(), look.rights()), clock.instant());
        var entries = new ArrayList<ShownValue.Entry>();
        entries.add(entry("Status", cells.credentialStatus(credential)));
        entries.add(entry("Last used", cells.timeOr("last_used_at", credential, CellValues.never())));
        entries.add(entry("Expires", cells.timeOr("expires_at", credential, CellValues.never())));
        var budget = credential.path("budget");
        if (budget.isObject()) {
            entries.add(entry("Budget", cells.budget(credential)));
        }
        return List.of(new Part("Use", gauge(budget), entries));
    }

    private static String gauge(JsonNode budget) {
        if (!budget.isObject()) {
            return "";
        }
        long spent = budget.path("spent_micros").asLong();
        long limit = budget.path("micros").asLong();
        var summary = "Spent " + Dollars.signed(spent) + " of the budget of " + Dollars.signed(limit) + ' '
                + CellValues.period(budget) + '.';
        return Gauge.of(spent, limit, -1, summary);
    }

    private static ShownValue.Entry entry(String label, ShownValue value) {
        return new ShownValue.Entry(label, label, value, null);
    }

    /** Adds the charges of the last two weeks to each credential of a list, whose usage is read for all of them. */
    Future<List<Part>> charges(Look<Place.Shown> look, List<JsonNode> credentials) {
        var usage = parts.places().shown(USAGE);
        if (usage == null || credentials.isEmpty() || !look.rights().allows(usage.face())) {
            return Future.succeededFuture(List.of());
        }
        var charges = new Charges();
        var twoWeeks = twoWeeks();
        return FutureLoop.whileTrue(() -> parts.calls()
                        .call(look.visit(), usage.face(), look.parameters(), CallInputs.query(charges.next(twoWeeks)))
                        .map(charges::take))
                .map(_ -> {
                    charges.addTo(credentials);
                    return charges.missing(Places.filled(USAGE, look.parameters()));
                });
    }

    private MultiMap twoWeeks() {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return MultiMap.caseInsensitiveMultiMap()
                .add("from", today.minusDays(DAYS - 1).toString())
                .add("to", today.plusDays(1).toString())
                .add("group_by", "credential")
                .add("limit", Integer.toString(LINES_MAX));
    }

    /** Charges by credential, read page by page. */
    private static final class Charges {

        private static final String HEADING = "Charges of 14 days";

        private final Map<String, Long> micros = new HashMap<>();
        private String cursor = "";
        private int pageCount;
        private @Nullable Problem problem;

        /** The query of the next page: the same period for all of them. */
        MultiMap next(MultiMap query) {
            return cursor.isEmpty()
                    ? query
                    : MultiMap.caseInsensitiveMultiMap().addAll(query).add("cursor", cursor);
        }

        /** Takes a page; whether the next is to be read. */
        boolean take(CallAnswer answer) {
            return switch (answer) {
                case CallAnswer.Done done -> {
                    done.content()
                            .forEach(line -> micros.merge(
                                    line.path("credential_id").asText(),
                                    line.path("charge_micros").asLong(),
                                    Long::sum));
                    var next = done.envelope().path("next_cursor");
                    cursor = next.isTextual() ? next.asText() : "";
                    pageCount++;
                    yield !cursor.isEmpty() && pageCount < PAGES_MAX;
                }
                case CallAnswer.Refused(var refused) -> {
                    problem = refused;
                    yield false;
                }
            };
        }

        void addTo(List<JsonNode> credentials) {
            for (var credential : credentials) {
                var charge = micros.get(credential.path("id").asText());
                if (charge != null && credential instanceof ObjectNode record) {
                    record.put(CHARGE, charge);
                }
            }
        }

        /** Why some credentials may lack their charge; none if all have it. */
        List<Part> missing(String usagePath) {
            if (problem != null) {
                return List.of(Part.failed(HEADING, problem));
            }
            if (cursor.isEmpty()) {
                return List.of();
            }
            var words = new ShownValue.Words("More than " + PAGES_MAX * LINES_MAX
                    + " credentials of this workspace have usage: some charges are not shown.");
            return List.of(Part.of(
                    HEADING,
                    List.of(entry("Incomplete", words)),
                    List.of(new ShownValue.Link("Usage by credential", usagePath + "?group_by=credential"))));
        }
    }
}
