package dev.tollgate.billing.simulation;

import dev.tollgate.billing.simulation.ProductMutation.Condition;
import dev.tollgate.billing.simulation.ProductMutation.Function;
import dev.tollgate.billing.simulation.ProductMutation.Text;
import dev.tollgate.money.budget.Budget;
import dev.tollgate.money.budget.BudgetMutation;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.Rating;
import java.util.List;
import java.util.stream.Stream;

/** The rules of docs/money.md that the simulation sees broken, by the part of the page. */
final class BrokenRules {

    /**
     * A mutation and where it shows.
     *
     * @param mode of {@link SimulatedFaults.Mode}: 1 Redis loses data, 2 the log is cut, 4 clocks step
     */
    record Broken(ProductMutation mutation, int mode) {
        @Override
        public String toString() {
            return mutation.rule();
        }
    }

    private static final String MUTATION = "dev.tollgate.money.rating.AccountMutation";
    private static final String CHARGE = "charge(Ldev/tollgate/money/rating/MeteredCharge";

    private BrokenRules() {}

    static Stream<Broken> all() {
        return Stream.of(account(), relay(), meter(), closes(), rebuilds(), budgetRows(), budgetCopies(), logs())
                .flatMap(List::stream);
    }

    private static List<Broken> account() {
        return List.of(
                plain(condition("account: a charge counts in the month of its hold", Account.class, "monthOf", 0)),
                plain(condition("account: a charge in an open bucket is kept beside the row", MUTATION, CHARGE, 6)),
                plain(new Text(
                        "account: what no money covers is not taken from a source twice",
                        "SET remaining = EXCLUDED.remaining",
                        "SET remaining = prepaid_grant.remaining")));
    }

    private static List<Broken> relay() {
        return List.of(
                lossy(new Text(
                        "relay: a marker is sent as one",
                        "SELECT slice, $2::text, key, body, true",
                        "SELECT slice, $2::text, key, body, false")),
                plain(new Text(
                        "relay: rows leave in the order of their ids",
                        "ORDER BY m.id LIMIT $2",
                        "ORDER BY m.id DESC LIMIT 1 + 0 * $2")),
                plain(new Text(
                        "relay: a row is deleted after its own acknowledgement",
                        "m.slice = sent.slice AND m.id = sent.id",
                        "m.slice = sent.slice AND m.id >= sent.id")));
    }

    private static List<Broken> meter() {
        return List.of(
                plain(new Text(
                        "meter: the position moves by exactly this batch",
                        "topic_id = $3 AND next = $4",
                        "topic_id = $3 AND next >= $4 - 1000")),
                plain(new Text(
                        "meter: an event counts once", "ON CONFLICT (id) DO NOTHING\nRETURNING id", "RETURNING id")));
    }

    private static List<Broken> closes() {
        return List.of(
                stepping(condition(
                        "close: a marker ahead of the clocks closes nothing",
                        "dev.tollgate.billing.close.Markers",
                        "closes",
                        3)),
                stepping(condition(
                        "close: nothing closes while clocks disagree",
                        "dev.tollgate.money.clock.ClockReading",
                        "agrees",
                        0)));
    }

    private static List<Broken> rebuilds() {
        return List.of(
                lossy(condition("rebuild: only a higher number raises", Rating.class, "raise", 0)),
                lossy(new Text(
                        "rebuild: the row takes the number of the marker",
                        "WHERE account.inc < wanted.n",
                        "WHERE account.inc > wanted.n")),
                lossy(new Function(
                        "rebuild: a copy is replaced only by a stub", "prepare", "ready = 0, made", "ready = 1, made")),
                lossy(new Function("rebuild: a copy of another run is lost", "hold", " or not whole_state(copy)", "")));
    }

    private static List<Broken> budgetRows() {
        return List.of(
                plain(new Text(
                        "budget: a charge counts whatever its gateway knew",
                        "(id = ANY ($2) OR spender = ANY ($3))",
                        "(id = ANY ($2) OR spender = ANY ($3) AND false)")),
                plain(condition("budget: only a charge held under it is open", Budget.class, "opens", 0)),
                plain(condition("budget: a period begins with its first charge", Budget.class, "charged", 1)),
                plain(condition(
                        "budget: a charge outside of open buckets is published", BudgetMutation.class, "charge", 0)),
                lossy(new Text(
                        "budget: a rebuild forgets what was open",
                        "SET inc = raised.inc, open = 0",
                        "SET inc = raised.inc, open = b.open")),
                lossy(new Text(
                        "budget: a rebuild forgets the buckets",
                        "DELETE FROM billing.budget_bucket WHERE tenant = ANY ($1)",
                        "DELETE FROM billing.budget_bucket WHERE tenant = ANY ($1) AND false")),
                plain(new Text(
                        "budget: what was spent before it was set counts",
                        "SELECT billing.spent_by($1, $2, $3, $4, $5) AS spent",
                        "SELECT billing.spent_by($1, $2, $3, $4, $5) / 2 AS spent")));
    }

    private static List<Broken> budgetCopies() {
        return List.of(
                plain(new Function(
                        "budget copy: what is held counts", "budget_left", "budget.left - budget.old", "budget.left")),
                plain(new Function(
                        "budget copy: a hold is never above it",
                        "hold",
                        "rest < cost and BUDGET_SPENT",
                        "rest + 60 < cost and BUDGET_SPENT")),
                plain(new Function(
                        "budget copy: an older sequence changes nothing",
                        "publish_budget",
                        "seq <= budget.seq",
                        "seq == budget.seq")),
                plain(new Function(
                        "budget copy: a close drops what is held",
                        "publish_budget",
                        "forget(budget, budget.closed)",
                        "")));
    }

    private static List<Broken> logs() {
        return List.of(
                cut(new Text(
                        "log: what is booked is kept no longer",
                        "SELECT $1, unnest($2::bigint[]) ON CONFLICT DO NOTHING",
                        "SELECT $1, unnest($2::bigint[]) LIMIT 0")),
                cut(new Text(
                        "log: what was sent is kept until it is booked",
                        "FROM sent WHERE topic = ANY ($3)",
                        "FROM sent WHERE topic <> ALL ($3)")),
                cut(
                        new Text(
                                "log: what is kept and not booked is sent again",
                                "AND NOT EXISTS (SELECT FROM outbox.booked b WHERE b.slice = k.slice AND b.id = k.id)\n    RETURNING",
                                "AND EXISTS (SELECT FROM outbox.booked b WHERE b.slice = k.slice AND b.id = k.id)\n    RETURNING")));
    }

    private static ProductMutation condition(String rule, Class<?> in, String method, int number) {
        return new Condition(rule, in.getName(), method, number);
    }

    private static ProductMutation condition(String rule, String in, String method, int number) {
        return new Condition(rule, in, method, number);
    }

    private static Broken plain(ProductMutation mutation) {
        return new Broken(mutation, 0);
    }

    private static Broken lossy(ProductMutation mutation) {
        return new Broken(mutation, 1);
    }

    private static Broken cut(ProductMutation mutation) {
        return new Broken(mutation, 2);
    }

    private static Broken stepping(ProductMutation mutation) {
        return new Broken(mutation, 4);
    }
}
