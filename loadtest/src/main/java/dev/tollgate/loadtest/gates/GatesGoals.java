package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.check.Goal.atLeast;
import static dev.tollgate.loadtest.check.Goal.atMost;

import dev.tollgate.loadtest.check.Goal;
import dev.tollgate.loadtest.server.ServerLoad.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Goals for the cost of the gates. */
final class GatesGoals {

    private static final ToDoubleFunction<Sample> RATE = Sample::perSecond;
    private static final ToDoubleFunction<Sample> CPU = Sample::cpuMicros;
    private static final ToDoubleFunction<Sample> REDIS = Sample::redisMicros;
    private static final LoadShape AT_64 = LoadShape.AT_64;
    private static final LoadShape AT_256 = LoadShape.AT_256;
    private static final String WORKSPACE = Leg.GET_WORKSPACE;

    private GatesGoals() {}

    static List<Goal> of(GatesResults results) {
        return List.of(
                atMost("get_workspace CPU by bare, 256", 1.7, results.ratio(WORKSPACE, Leg.BARE, AT_256, CPU)),
                atLeast("get_workspace rate by bare, 256", 0.45, results.ratio(WORKSPACE, Leg.BARE, AT_256, RATE)),
                atMost("get_workspace CPU by bare, 64", 2.2, results.ratio(WORKSPACE, Leg.BARE, AT_64, CPU)),
                atLeast("get_workspace rate by bare, 64", 0.28, results.ratio(WORKSPACE, Leg.BARE, AT_64, RATE)),
                atMost("Redis CPU-µs per get_workspace, 256", 8, results.median(WORKSPACE, AT_256, REDIS)),
                atMost("Redis CPU-µs per get_workspace, 64", 8, results.median(WORKSPACE, AT_64, REDIS)),
                atMost(
                        "get_workspace p99 ms at half load",
                        15,
                        results.median(WORKSPACE, LoadShape.HALF, Sample::p99Ms)),
                byPostgres(results, Leg.GET_CONTACT, 0.6),
                byPostgres(results, Leg.CREATE_TASK, 0.5),
                byRest(results, WORKSPACE),
                byRest(results, Leg.GET_CONTACT),
                byRest(results, Leg.CREATE_TASK),
                atLeast("tools/list per second, 256", 20_000, results.median(Leg.TOOLS_LIST, AT_256, RATE)));
    }

    private static Goal byPostgres(GatesResults results, String operation, double ratio) {
        return atLeast(
                operation + " rate by baselines/postgres, 256",
                ratio,
                results.ratio(operation, Leg.POSTGRES + operation, AT_256, RATE));
    }

    private static Goal byRest(GatesResults results, String operation) {
        return atLeast(
                "MCP " + operation + " rate by REST, 256",
                0.75,
                results.ratio(Leg.MCP + operation, operation, AT_256, RATE));
    }
}
