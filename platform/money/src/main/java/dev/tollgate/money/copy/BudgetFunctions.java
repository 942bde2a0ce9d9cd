package dev.tollgate.money.copy;

import dev.tollgate.money.budget.BudgetFigures;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.redis.RedisFunctions;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;

/** The Redis functions on the copies of budgets, on the connections of the others. */
public final class BudgetFunctions {

    /** Figures for one copy. */
    public record Publication(BudgetKey budget, BudgetFigures figures) {}

    private final RedisFunctions functions;

    public BudgetFunctions(RedisFunctions functions) {
        this.functions = functions;
    }

    /**
     * One answer per publication, in their order: no copy where the account's is not current, or of another
     * incarnation. At most {@link RedisFunctions#ENTRIES_MAX}.
     */
    public Future<List<AccountFunctions.Published>> publish(List<Publication> publications) {
        return functions.each(
                publications, one -> one.budget().tenant(), this::publishTogether, AccountFunctions.Published.AWAY);
    }

    private Future<List<AccountFunctions.Published>> publishTogether(List<Publication> publications) {
        return functions
                .call(publications.getFirst().budget().tenant(), () -> {
                    Request request = RedisFunctions.fcall("tollgate_publish_budgets_3", publications.size() * 2);
                    publications.forEach(
                            one -> request.arg(RedisKeys.account(one.budget().tenant()))
                                    .arg(key(one.budget())));
                    publications.forEach(one -> arguments(one.figures()).forEach(request::arg));
                    return request;
                })
                .map(response ->
                        response.stream().map(AccountFunctions::published).toList());
    }

    /** Current copies; empty if a copy is missing. At most {@link RedisFunctions#ENTRIES_MAX}. */
    public Future<List<Optional<BudgetCopy>>> read(List<BudgetKey> budgets) {
        return functions.each(budgets, BudgetKey::tenant, this::readTogether, null);
    }

    private Future<List<Optional<BudgetCopy>>> readTogether(List<BudgetKey> budgets) {
        return functions
                .call(budgets.getFirst().tenant(), () -> {
                    Request request = RedisFunctions.fcall("tollgate_read_budgets_3", budgets.size());
                    budgets.forEach(budget -> request.arg(key(budget)));
                    return request;
                })
                .map(response -> response.stream()
                        .map(Response::toBuffer)
                        .map(packed -> packed.length() == 0
                                ? Optional.<BudgetCopy>empty()
                                : Optional.of(BudgetCopy.read(packed)))
                        .toList());
    }

    private static String key(BudgetKey budget) {
        return RedisKeys.budget(budget.tenant(), budget.id());
    }

    /** The arguments of a publish, in their order. */
    public static List<Long> arguments(BudgetFigures figures) {
        return List.of(
                figures.seq(),
                figures.inc(),
                figures.closed(),
                figures.starts(),
                figures.turn(),
                figures.end(),
                figures.left(),
                figures.nextLeft());
    }
}
