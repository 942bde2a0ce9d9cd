package dev.tollgate.gateway.control;

import static dev.tollgate.gateway.control.ControlCalls.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.gateway.control.ControlBench.Place;
import dev.tollgate.gateway.control.system.JobOperations;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations;
import dev.tollgate.gateway.credential.ActiveWorkspaceRows;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import dev.tollgate.records.job.JobQuery;
import dev.tollgate.records.job.ShownJob;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where durable jobs may run, and what operators see of them. */
class DurableJobsTest extends OnControlBench {

    private static Map<UUID, Active> active(WorkspaceId... workspaces) {
        var rows = new ActiveWorkspaceRows(bench.database(), List.of(new ControlModule()));
        return await(rows.of(
                Set.of(List.of(workspaces).stream().map(WorkspaceId::value).toArray(UUID[]::new))));
    }

    @Test
    void an_active_workspace_has_its_modules_and_those_that_are_always_on() {
        var place = bench.placeWith("crm", "tasks");
        bench.switchModule(place, "tasks", false);
        var _ = bench.owner("UPDATE control.workspace SET time_zone = 'Europe/Oslo' WHERE id = '"
                + place.workspace().value() + "'");

        var active = active(place.workspace(), new WorkspaceId(bench.ids.next()));

        assertThat(active)
                .containsExactly(Map.entry(
                        place.workspace().value(), new Active(Set.of("crm", "control"), ZoneId.of("Europe/Oslo"))));
    }

    @Test
    void a_workspace_that_is_suspended_or_archived_is_not_active_until_it_is_back() {
        var suspended = bench.place();
        var archived = bench.place();
        bench.done(WorkspaceOperations.SUSPEND, suspended.operator(), new NoInput());
        bench.done(WorkspaceOperations.ARCHIVE, archived.operator(), new NoInput());
        assertThat(active(suspended.workspace(), archived.workspace())).isEmpty();

        var announced =
                bench.announced(() -> bench.done(WorkspaceOperations.RESUME, suspended.operator(), new NoInput()));

        assertThat(active(suspended.workspace(), archived.workspace()))
                .containsOnlyKeys(suspended.workspace().value());
        assertThat(announced).contains(suspended.workspace().value());
    }

    @Test
    void an_operator_lists_jobs_of_all_workspaces_or_of_one() {
        var place = bench.place();
        insert(place, "crm.first");
        insert(bench.place(), "crm.second");

        var all = bench.done(JobOperations.LIST, ControlBench.INSTALLATION, new JobQuery(null, null, null, null, null));
        var one = bench.done(
                JobOperations.LIST, ControlBench.INSTALLATION, new JobQuery(null, place.workspace(), null, null, null));

        assertThat(all.items()).extracting(ShownJob::kind).contains("crm.first", "crm.second");
        assertThat(one.items()).singleElement().satisfies(job -> {
            assertThat(job.kind()).isEqualTo("crm.first");
            assertThat(job.state()).isEqualTo(ShownJob.State.SCHEDULED);
            assertThat(job.workspaceId()).isEqualTo(place.workspace());
            assertThat(job.tenantId()).isEqualTo(place.tenant());
            assertThat(job.subjectId()).startsWith("cnt_");
        });
    }

    private static void insert(Place place, String kind) {
        var _ = bench.owner(
                "INSERT INTO records.job (id, slice, kind, tenant_id, workspace_id, subject_prefix, subject_id,"
                        + " due_at, next_at) VALUES (gen_random_uuid(), 3, '" + kind + "', '"
                        + place.tenant().value() + "', '" + place.workspace().value()
                        + "', 'cnt', gen_random_uuid(), now(), now())");
    }
}
