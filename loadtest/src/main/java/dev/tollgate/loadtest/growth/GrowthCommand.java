package dev.tollgate.loadtest.growth;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Goal.at;
import static dev.tollgate.loadtest.report.Goal.atLeast;
import static dev.tollgate.loadtest.report.Goal.atMost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.load.LoadGenerator;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.Goal;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;

/** {@code bin/tollgate bench growth}. */
@Command(
        name = "growth",
        description =
                "what calls cost with more workspaces, records, kept calls and connections; 40 min, --quick 6 min")
public final class GrowthCommand extends SizedBenchCommand {

    private static final String WORKSPACES = "workspaces";
    private static final String CONTACTS = "contacts";
    private static final String CALLS = "calls";
    private static final String LISTS = "lists";
    private static final String CONNECTIONS = "connections";
    private static final Duration CATCH_UP_MAX = Duration.ofMinutes(3);
    private static final double COST_MAX = 1.1;
    private static final double CONNECTIONS_MIB_MAX = 250;

    /** Rows of a table that a list must not read as a whole: fewer than the largest size of a quick run. */
    private static final int LARGE_ROWS = 5_000;

    @Override
    protected List<String> parts() {
        return List.of(CONNECTIONS, WORKSPACES, CONTACTS, CALLS, LISTS);
    }

    @Override
    protected BenchReport.Page charts() {
        return BenchReport.Page.GROWTH;
    }

    @Override
    protected void measure(Installation installation, BenchReport report) throws IOException, InterruptedException {
        installation.gateway().start();
        try (var load = LoadGenerator.strongest(installation.folder())) {
            var testbed = new GrowthTestbed(installation, load, GrowthTestbed.Size.of(quick()));
            for (var part : chosen()) {
                System.out.println(part);
                measure(part, testbed, report.figures().putObject(part));
            }
        }
        require(installation.caughtUp(CATCH_UP_MAX), "meter and servers are idle within " + CATCH_UP_MAX);
        report.figures().put("reconcile", installation.reconcile());
    }

    private static void measure(String part, GrowthTestbed testbed, ObjectNode figures)
            throws IOException, InterruptedException {
        switch (part) {
            case WORKSPACES -> new GrowthCurve(testbed, new WorkspaceGrowth(testbed)).measure(figures);
            case CONTACTS -> new GrowthCurve(testbed, new ContactGrowth(testbed)).measure(figures);
            case CALLS -> new GrowthCurve(testbed, new KeptCallGrowth(testbed)).measure(figures);
            case LISTS -> new IndexedLists(testbed.installation(), LARGE_ROWS).measure(figures);
            case CONNECTIONS -> new IdleConnections(testbed).measure(figures);
            default -> throw new IllegalArgumentException(part);
        }
    }

    @Override
    protected List<Goal> goals(ObjectNode figures) {
        var goals = new ArrayList<Goal>();
        for (var part : List.of(WORKSPACES, CONTACTS, CALLS)) {
            figures.at("/" + part + "/calls").fieldNames().forEachRemaining(call -> {
                var measured = "/" + part + "/calls/" + call;
                goals.add(atMost(
                        call + ": greatest cost with more " + part + " by cost with the fewest",
                        COST_MAX,
                        at(measured + "/greatest_by_first", figures)));
                goals.add(atMost(call + ": errors with more " + part, 0, at(measured + "/errors", figures)));
            });
        }
        goals.add(atLeast("large tables that lists could read as a whole", 1, at("/lists/large_tables", figures)));
        goals.add(atLeast("lists", 1, at("/lists/lists", figures)));
        goals.add(atMost("lists that are not answered 200", 0, at("/lists/lists_not_shown", figures)));
        goals.add(atMost("large tables that lists read as a whole", 0, at("/lists/tables_read_as_a_whole", figures)));
        goals.add(atMost("connections whose first call failed", 0, at("/connections/failed", figures)));
        // A quick run has fewer connections, for which the goal says nothing.
        goals.add(atMost(
                "10,000 idle connections, MiB",
                CONNECTIONS_MIB_MAX,
                quick() ? OptionalDouble.empty() : at("/connections/memory_mib", figures)));
        return goals;
    }
}
