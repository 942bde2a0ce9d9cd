package dev.tollgate.gateway.console.page;

import static dev.tollgate.gateway.console.view.ShownValue.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.chart.Gauge;
import dev.tollgate.gateway.console.form.Dollars;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import dev.tollgate.gateway.console.view.ShownValue;
import java.util.ArrayList;

/** The state of an account: what is spent, whether it is paused, and the way out. */
final class BillingParts {

    private BillingParts() {}

    /** The part of an account's page and of an overview. */
    static Part spending(JsonNode billing) {
        long spend = billing.path("spend_micros").asLong();
        long cap = billing.path("cap_micros").asLong();
        long projected = billing.path("projected_spend_micros").asLong(-1);
        var summary = "Spent " + Dollars.signed(spend) + " of the cap of " + Dollars.signed(cap) + " in "
                + billing.path("month").asText() + ".";
        var entries = new ArrayList<ShownValue.Entry>();
        entries.add(state(billing));
        var left = Dollars.signed(billing.path("balance_micros").asLong());
        entries.add(entry("Left", new ShownValue.Words(left + ", the lower of what is paid and the cap")));
        if (isClosed(billing)) {
            entries.add(entry("What helps", new ShownValue.Words(help(billing))));
        }
        return new Part("Spending", Gauge.of(spend, cap, projected, summary), entries);
    }

    private static ShownValue.Entry state(JsonNode billing) {
        var paused = billing.path("paused").asBoolean();
        var status = isClosed(billing)
                ? new ShownValue.Status(
                        paused ? "paused: " + billing.path("pause_reason").asText("by an operator") : "exhausted",
                        ShownValue.Tone.BAD)
                : new ShownValue.Status("open", ShownValue.Tone.GOOD);
        return new ShownValue.Entry("state", "Billable calls", status, null);
    }

    private static boolean isClosed(JsonNode billing) {
        return billing.path("paused").asBoolean() || billing.path("exhausted").asBoolean();
    }

    /** What helps: under a reached cap a top-up does not. */
    private static String help(JsonNode billing) {
        var resets = ShownValues.utc(billing.path("resets_at").asText());
        var capReached = billing.path("cap_left_micros").asLong() <= 0;
        return capReached
                ? "The cap of the month is reached: a top-up does not help. Request a plan with a higher cap, or wait until "
                        + resets + '.'
                : "Request a top-up or pay by a checkout; or wait until " + resets + '.';
    }
}
