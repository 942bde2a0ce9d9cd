package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.report.Goal.at;
import static dev.tollgate.loadtest.report.Goal.atLeast;
import static dev.tollgate.loadtest.report.Goal.atMost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.report.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Goals for calls until they are settled, and for the meter alone. */
final class SettledGoals {

    private static final double PERCENT = 100;

    private SettledGoals() {}

    /** @param bareRate of the bare server in the same run; empty if it was not measured */
    static List<Goal> of(ObjectNode figures, OptionalDouble bareRate) {
        var goals = new ArrayList<Goal>();
        for (var leg : List.of(SettledLoad.SUSTAINED, SettledLoad.MANY_TENANTS)) {
            var median = "/" + leg + "/median/";
            var settled = at(median + "settled_per_second", figures);
            double least = leg.equals(SettledLoad.SUSTAINED) ? 0.3 : 0.22;
            goals.add(atLeast(leg + ": settled by bare", least, by(settled, bareRate)));
            goals.add(atMost(leg + ": WAL bytes a read", 150, at(median + "wal_bytes", figures)));
            goals.add(atMost(
                    leg + ": disk bytes a read, without logs of processes",
                    60,
                    at(median + Consumption.DISK_WITHOUT_LOGS, figures)));
            goals.add(atMost(leg + ": errors, percent", 0.01, at(median + "errors_percent", figures)));
        }
        goals.add(atLeast("meter alone, events a second", 100_000, events(MeterAlone.ONE_TENANT, figures)));
        goals.add(atLeast(
                "meter alone, many tenants, events a second", 20_000, events(MeterAlone.MANY_TENANTS, figures)));
        return goals;
    }

    private static OptionalDouble events(String leg, ObjectNode figures) {
        return at("/" + leg + "/events_per_second", figures);
    }

    private static OptionalDouble by(OptionalDouble figure, OptionalDouble other) {
        return figure.isEmpty() || other.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(figure.getAsDouble() / other.getAsDouble());
    }

    /** Errors of all calls, in percent. */
    static double percent(long errors, long successes) {
        return PERCENT * errors / Math.max(errors + successes, 1);
    }
}
