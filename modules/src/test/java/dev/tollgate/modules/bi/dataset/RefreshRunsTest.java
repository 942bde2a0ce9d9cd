package dev.tollgate.modules.bi.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.bi.query.Questions;
import dev.tollgate.records.resource.Ref;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Runs of datasets. */
class RefreshRunsTest extends DatasetTests {

    @Test
    void a_run_replaces_the_rows_in_its_transaction() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);

        var first = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        var second = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.runJobs();

        assertThat(first.started()).isTrue();
        assertThat(second.started()).isFalse();
        assertThat(second.id()).isEqualTo(first.id());
        var ready = read(caller, dataset);
        assertThat(ready.status()).isEqualTo(Dataset.Status.READY);
        assertThat(ready.rows()).isEqualTo(1L);
        assertThat(ready.sample()).isNotNull();
        assertThat(ready.sample().encode()).isEqualTo("{\"rows\":[[\"open\",3,600]]}");
        assertThat(ready.columns().stream().map(column -> column.name()))
                .containsExactly("status", "count", "sum(amount_cents)");
        assertThat(runs(caller, dataset).getFirst().status()).isEqualTo(RefreshRun.Status.SUCCEEDED);
        assertThat(events(caller)).contains("dataset.created", "dataset.refreshed");
        assertThat(questions
                        .ask(
                                caller,
                                "{'source': {'dataset': '" + dataset.id()
                                        + "'}, 'measures': [{'op': 'sum', 'of': 'sum(amount_cents)'}],"
                                        + " 'dimensions': ['status']}")
                        .series()
                        .getFirst()
                        .total())
                .isEqualTo(600L);
    }

    @Test
    void rows_of_three_runs_are_kept() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);

        for (int i = 0; i < 5; i++) {
            var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
            desk.runJobs();
        }

        assertThat(runs(caller, dataset)).hasSize(5);
        assertThat(desk.ownerRows("SELECT DISTINCT run_id::text FROM bi.result WHERE dataset_id = '"
                        + dataset.id().value() + "'"))
                .hasSize(3);
    }

    @Test
    void a_run_fails_when_who_changed_the_dataset_last_has_lost_a_right() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);
        desk.scopes.put(caller.actor().id(), Set.of(new Scope("bi:read")));

        var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.runJobs();

        assertThat(read(caller, dataset).status()).isEqualTo(Dataset.Status.FAILED);
        assertThat(runs(caller, dataset).getFirst().error()).contains("crm");
        assertThat(events(caller)).contains("dataset.refresh_failed");
    }

    @Test
    void two_processes_compute_a_run_once() {
        var caller = seller();
        try (var beside = new Desk(desk)) {
            beside.scopes.putAll(desk.scopes);
            for (int i = 0; i < 5; i++) {
                var dataset = dataset(caller, DEALS);
                var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));

                var _ = Desk.await(Future.all(desk.jobs(), beside.jobs()));

                Desk.eventually(() -> assertThat(runs(caller, dataset))
                        .singleElement()
                        .satisfies(run -> {
                            assertThat(run.status()).isEqualTo(RefreshRun.Status.SUCCEEDED);
                            assertThat(run.attempt()).isEqualTo(1);
                        }));
                assertThat(events(caller).stream().filter("dataset.refreshed"::equals))
                        .hasSize(i + 1);
            }
        }
    }

    @Test
    void two_calls_at_once_start_one_run() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);

        var both = Desk.await(Future.all(
                desk.sent(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()), Conditions.NONE),
                desk.sent(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()), Conditions.NONE)));

        assertThat(both.<Outcome<?>>list().stream()
                        .filter(Outcome.Done.class::isInstance)
                        .toList())
                .hasSizeGreaterThanOrEqualTo(1);
        assertThat(runs(caller, dataset)).hasSize(1);
    }

    @Test
    void a_run_that_never_ended_is_not_tried_again_for_ever() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);
        var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.owner("UPDATE bi.refresh_run SET status = 'running', attempt = " + RefreshJob.ATTEMPTS_MAX
                + " WHERE dataset_id = '" + dataset.id().value() + "'");

        desk.runJobs();

        assertThat(runs(caller, dataset)).singleElement().satisfies(run -> {
            assertThat(run.status()).isEqualTo(RefreshRun.Status.FAILED);
            assertThat(run.error()).contains("tries");
        });
        assertThat(read(caller, dataset).status()).isEqualTo(Dataset.Status.FAILED);
    }

    @Test
    void a_run_of_too_many_bytes_reads_no_more_than_it_may() {
        var caller = questions.caller("bi:read", "bi:write");
        desk.scopes.put(caller.actor().id(), caller.scopes());
        questions.track(caller, List.of(Questions.event("seen", desk.clock.instant(), "ada", "{}")));
        desk.owner("INSERT INTO bi.event (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)"
                + " SELECT e.workspace_id, e.occurred_at, gen_random_uuid(), e.name_no, e.actor, 0, e.received_at,"
                + " jsonb_build_object('page', n || repeat('x', 200), 'ref', n || repeat('y', 200))"
                + " FROM bi.event e, generate_series(1, 90000) AS n"
                + " WHERE e.workspace_id = '" + caller.workspaceId().value() + "'");
        var dataset = dataset(
                caller,
                "{'source': {'event': 'seen'}, 'time': {'last': {'n': 1, 'unit': 'day'}}, 'dimensions': ['properties.page', 'properties.ref']}");

        var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.runJobs();

        assertThat(runs(caller, dataset)).singleElement().satisfies(run -> {
            assertThat(run.status()).isEqualTo(RefreshRun.Status.FAILED);
            assertThat(run.error()).contains("MiB");
        });
    }
}
