package dev.tollgate.loadtest.gates;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A figure that was promised, and the one that was measured.
 *
 * @param limit the least or the most it may be
 */
record Goal(String name, boolean atLeast, double limit, double measured) {

    private static final ToDoubleFunction<Measure> RATE = Measure::perSecond;
    private static final ToDoubleFunction<Measure> CPU = Measure::cpuMicros;

    boolean met() {
        return atLeast ? measured >= limit : measured <= limit;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-6s %-62s %s %10.2f   measured %10.2f",
                met() ? "met" : "MISSED",
                name,
                atLeast ? "≥" : "≤",
                limit,
                measured);
    }

    /** Those whose legs were measured. */
    static List<Goal> of(Results results) {
        return Stream.of(gates(results), service(results), tools(results))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Goal> gates(Results results) {
        var workspace = Legs.GET_WORKSPACE;
        return present(
                most("get_workspace CPU by bare, 256", 1.7, results.ratio(workspace, Legs.BARE, Shape.AT_256, CPU)),
                least("get_workspace rate by bare, 256", 0.45, results.ratio(workspace, Legs.BARE, Shape.AT_256, RATE)),
                most("get_workspace CPU by bare, 64", 2.2, results.ratio(workspace, Legs.BARE, Shape.AT_64, CPU)),
                least("get_workspace rate by bare, 64", 0.28, results.ratio(workspace, Legs.BARE, Shape.AT_64, RATE)),
                most(
                        "Redis CPU-µs per get_workspace, 256",
                        8,
                        results.median(workspace, Shape.AT_256, Measure::redisMicros)),
                most(
                        "Redis CPU-µs per get_workspace, 64",
                        8,
                        results.median(workspace, Shape.AT_64, Measure::redisMicros)),
                most("get_workspace p99 ms at half load", 15, results.median(workspace, Shape.HALF, Measure::p99Ms)));
    }

    private static List<Goal> service(Results results) {
        return present(
                least(
                        "get_contact rate by baselines/postgres, 256",
                        0.6,
                        results.ratio("get_contact", "postgres/get_contact", Shape.AT_256, RATE)),
                least(
                        "create_task rate by baselines/postgres, 256",
                        0.5,
                        results.ratio("create_task", "postgres/create_task", Shape.AT_256, RATE)));
    }

    private static List<Goal> tools(Results results) {
        return present(
                mcp(results, "get_workspace"),
                mcp(results, "get_contact"),
                mcp(results, "create_task"),
                least("tools/list per second, 256", 20_000, results.median("tools/list", Shape.AT_256, RATE)));
    }

    private static Goal mcp(Results results, String operation) {
        return least(
                "MCP " + operation + " rate by REST, 256",
                0.75,
                results.ratio("mcp/" + operation, operation, Shape.AT_256, RATE));
    }

    private static Goal least(String name, double limit, OptionalDouble measured) {
        return new Goal(name, true, limit, measured.orElse(Double.NaN));
    }

    private static Goal most(String name, double limit, OptionalDouble measured) {
        return new Goal(name, false, limit, measured.orElse(Double.NaN));
    }

    private static List<Goal> present(Goal... goals) {
        return Stream.of(goals).filter(goal -> !Double.isNaN(goal.measured())).toList();
    }
}
