package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.chart.Gauge;
import dev.tollgate.gateway.console.form.Dollars;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What the pages of API keys and MCP clients tell besides the record: use, charges, budget, end. One per event loop.
 */
final class KeyParts {

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
        var charges = new KeyCharges(clock);
        return FutureLoop.whileTrue(() -> parts.calls()
                        .call(look.visit(), usage.face(), look.parameters(), CallInputs.query(charges.query()))
                        .map(charges::take))
                .map(_ -> {
                    charges.addTo(credentials);
                    return charges.missing(Places.filled(USAGE, look.parameters()));
                });
    }
}
