package dev.tollgate.money.hold;

import java.util.stream.Stream;

/** The rules of budgets, each broken in the text that Redis loads. */
final class BrokenBudgetRules {

    private BrokenBudgetRules() {}

    static Stream<FunctionMutation> all() {
        return Stream.of(holds(), periods(), publishes(), keptStates()).flatMap(each -> each);
    }

    private static Stream<FunctionMutation> holds() {
        return Stream.of(
                new FunctionMutation(
                        "budget copy: what is held counts against it",
                        "budget_left",
                        "budget.left - budget.old",
                        "budget.left"),
                new FunctionMutation(
                        "budget copy: it is never exceeded",
                        "hold",
                        "rest < cost and BUDGET_SPENT",
                        "rest + 1 < cost and BUDGET_SPENT"),
                new FunctionMutation(
                        "budget copy: equal holds never exceed it",
                        "fitting",
                        "math.floor(rest / cost)",
                        "math.ceil(rest / cost)"),
                new FunctionMutation(
                        "budget copy: what is held before its period does not count", "hold", "b >= starts", "true"),
                new FunctionMutation(
                        "budget copy: each of equal calls is held",
                        "hold",
                        "take(budget, b, admitted * cost)",
                        "take(budget, b, cost)"),
                new FunctionMutation(
                        "budget copy: one of another incarnation is lost",
                        "hold",
                        "budget.inc ~= copy.inc",
                        "budget.inc > copy.inc"),
                new FunctionMutation(
                        "budget copy: one of another run is lost", "hold", " or not whole_state(budget)", ""),
                new FunctionMutation(
                        "budget copy: what is held too long is told", "hold", "aged_of(budget, now)", "aged"));
    }

    private static Stream<FunctionMutation> periods() {
        return Stream.of(
                new FunctionMutation(
                        "budget copy: a period ends with its last bucket",
                        "budget_left",
                        "b < budget.turn",
                        "b <= budget.turn"),
                new FunctionMutation(
                        "budget copy: one whose next period is over has passed",
                        "hold",
                        "b >= budget.end_bucket",
                        "b > budget.end_bucket"),
                new FunctionMutation(
                        "budget copy: a hold never lies in a bucket that is closed for it",
                        "hold",
                        "math.max(b, bucket_of(budget, now))",
                        "b"));
    }

    private static Stream<FunctionMutation> publishes() {
        return Stream.of(
                new FunctionMutation(
                        "budget copy: made only where the copy of its account is current",
                        "publish_budget",
                        "copy.ready ~= 1 or ",
                        ""),
                new FunctionMutation(
                        "budget copy: one of another incarnation is replaced",
                        "publish_budget",
                        "budget.inc ~= inc or ",
                        ""),
                new FunctionMutation(
                        "budget copy: an older sequence changes no figures",
                        "publish_budget",
                        "seq <= budget.seq",
                        "seq < budget.seq"),
                new FunctionMutation(
                        "budget copy: its close is never taken back",
                        "publish_budget",
                        "whole(args[at + 2]) < budget.closed",
                        "false"),
                new FunctionMutation(
                        "budget copy: figures drop what is held in closed buckets",
                        "publish_budget",
                        "forget(budget, budget.closed)",
                        "changed(budget)"));
    }

    private static Stream<FunctionMutation> keptStates() {
        return Stream.of(
                new FunctionMutation(
                        "kept states: a hold changes the sums", "take", "state.old = state.old + cost", ""),
                new FunctionMutation(
                        "kept states: figures of a budget are packed again",
                        "publish_budget",
                        "forget(budget, budget.closed)",
                        "forget({ buckets = budget.buckets, held = budget.held }, budget.closed) budget.old = nil"));
    }
}
