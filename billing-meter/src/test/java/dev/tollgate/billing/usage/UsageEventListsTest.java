package dev.tollgate.billing.usage;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many lists of usage events that may look at much run at a time. */
class UsageEventListsTest extends OnBench {

    private static final Actor KEY = new Actor(Actor.Kind.API_KEY, "key_1", "sync");
    private static final UsageEventPage ALL = new UsageEventPage(null, null, null, null, null, null, null);
    private static final UsageEventPage WRITES = new UsageEventPage(null, null, null, null, "rest.write", null, null);
    private static final UsageEventPage OF_CLIENT = new UsageEventPage(null, null, null, "theirs", null, null, null);

    private final UsageEvents events = new UsageEvents(desk.work(), desk.cursors(), _ -> "tasks");

    @Test
    void a_tenant_has_one_list_with_filters_or_as_a_table_at_a_time_and_any_number_without() {
        var tenant = bench.tenant(SMALL);
        var in = new Caller(KEY, tenant, bench.workspace(tenant));
        var other = bench.tenant(SMALL);

        var answers = answers(List.of(
                call(in, WRITES),
                call(in, OF_CLIENT),
                desk.call(UsageOperations.LIST_EVENTS, in, ALL, Conditions.TABLE),
                call(in, ALL),
                call(in, ALL),
                call(new Caller(KEY, other, bench.workspace(other)), WRITES)));
        var later = answers(List.of(call(in, OF_CLIENT)));

        assertThat(answers)
                .extracting(UsageEventListsTest::code)
                .containsExactly("done", "rate_limited", "rate_limited", "done", "done", "done");
        var refused = (Refusal.RateLimited) ((Outcome.Refused<?>) answers.get(1)).refusal();
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(later).extracting(UsageEventListsTest::code).containsExactly("done");
    }

    @Test
    void lists_of_a_tenant_keep_no_operator_from_theirs() {
        var tenant = bench.tenant(SMALL);
        var workspace = bench.workspace(tenant);

        var answers = answers(List.of(
                call(new Caller(KEY, tenant, workspace), WRITES),
                call(operator(tenant), WRITES),
                call(operator(tenant), WRITES)));

        assertThat(answers).extracting(UsageEventListsTest::code).containsOnly("done");
    }

    private static Caller operator(TenantId tenant) {
        return desk.in(tenant);
    }

    private static Call<UsageEventPage> call(Caller caller, UsageEventPage page) {
        return desk.call(UsageOperations.LIST_EVENTS, caller, page, Conditions.NONE);
    }

    private List<Outcome<Page<UsageEvent>>> answers(List<Call<UsageEventPage>> calls) {
        return bench.await(() -> Future.join(calls.stream().map(events::list).toList())
                .map(all -> all.<Outcome<Page<UsageEvent>>>list()));
    }

    private static String code(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?>(Refusal refusal) ? refusal.code() : "done";
    }
}
