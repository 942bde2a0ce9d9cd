package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.workspaces.Workspace;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations.NewWorkspace;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations.WorkspacePatch;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations.WorkspaceQuery;
import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class WorkspacesTest extends OnControlBench {

    @CanIgnoreReturnValue
    private static Workspace act(Operation<NoInput, Workspace> action, ControlBench.Place place) {
        return bench.done(action, place.operator(), new NoInput());
    }

    private static Refusal refusal(Operation<NoInput, Workspace> action, ControlBench.Place place) {
        return bench.refusal(action, place.operator(), new NoInput());
    }

    private static Workspace read(ControlBench.Place place) {
        return act(WorkspaceOperations.READ, place);
    }

    @Test
    void a_workspace_reads_back_as_it_was_answered() {
        var tenant = bench.tenant("team");
        var caller = new ControlBench.Place(tenant, null).operatorOnTenant();

        var made = bench.done(WorkspaceOperations.CREATE, caller, new NewWorkspace("Reads Back", "reads-back"));

        assertThat(made.slug()).isEqualTo("reads-back");
        assertThat(made.status()).isEqualTo(Workspace.Status.ACTIVE);
        assertThat(read(new ControlBench.Place(tenant, made.id()))).isEqualTo(made);
    }

    @Test
    void a_slug_that_is_taken_is_refused_in_its_tenant_and_free_in_others() {
        var taken = new NewWorkspace("Taken", "taken");
        var tenant = new ControlBench.Place(bench.tenant("team"), null).operatorOnTenant();
        var other = new ControlBench.Place(bench.tenant("team"), null).operatorOnTenant();
        bench.done(WorkspaceOperations.CREATE, tenant, taken);

        var refusal = bench.refusal(WorkspaceOperations.CREATE, tenant, taken);
        var elsewhere = bench.done(WorkspaceOperations.CREATE, other, taken);

        assertThat(refusal).isInstanceOf(Refusal.Conflict.class);
        assertThat(elsewhere.slug()).isEqualTo("taken");
    }

    @Test
    void a_slug_is_free_again_when_its_workspace_can_no_longer_be_restored() {
        var tenant = bench.tenant("team");
        var caller = new ControlBench.Place(tenant, null).operatorOnTenant();
        var wanted = new NewWorkspace("Again", "again");
        var first = bench.done(WorkspaceOperations.CREATE, caller, wanted);
        act(WorkspaceOperations.ARCHIVE, new ControlBench.Place(tenant, first.id()));

        var restorable = bench.refusal(WorkspaceOperations.CREATE, caller, wanted);
        bench.moveOn(Duration.ofDays(30).plusMinutes(1));
        var second = bench.done(WorkspaceOperations.CREATE, caller, wanted);

        assertThat(restorable).isInstanceOf(Refusal.Conflict.class);
        assertThat(second.slug()).isEqualTo("again");
        assertThat(read(new ControlBench.Place(tenant, first.id())).slug()).isEqualTo("again");
    }

    @Test
    void a_slug_made_from_a_name_gives_way_to_those_before() {
        var tenant = bench.tenant("team");
        var caller = new ControlBench.Place(tenant, null).operatorOnTenant();

        var one = bench.done(WorkspaceOperations.CREATE, caller, new NewWorkspace("Twice There", null));
        var two = bench.done(WorkspaceOperations.CREATE, caller, new NewWorkspace("Twice There", null));

        assertThat(one.slug()).isEqualTo("twice-there");
        assertThat(two.slug()).startsWith("twice-there-").isNotEqualTo(one.slug());
    }

    @Test
    void the_plan_limits_workspaces_even_when_they_are_made_at_once() {
        var tenant = bench.tenant("builder");
        var caller = new ControlBench.Place(tenant, null).operatorOnTenant();
        var racing = new ArrayList<Future<Outcome<Workspace>>>();

        for (int racer = 0; racer < 4; racer++) {
            racing.add(
                    bench.start(WorkspaceOperations.CREATE, caller, new NewWorkspace("Racer", null), Conditions.NONE));
        }
        var outcomes = ControlBench.await(Future.all(racing)).<Outcome<Workspace>>list();

        assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(2);
        assertThat(outcomes)
                .filteredOn(Outcome.Refused.class::isInstance)
                .hasSize(2)
                .allSatisfy(outcome -> assertThat(bench.refusal(outcome)).isInstanceOf(Refusal.PlanLimitReached.class));
    }

    @Test
    void an_archived_workspace_takes_no_room_in_the_plan_until_it_is_restored() {
        var tenant = bench.tenant("developer");
        var archived = bench.place(tenant);
        act(WorkspaceOperations.ARCHIVE, archived);
        var second = bench.place(tenant);

        var refused = refusal(WorkspaceOperations.RESTORE, archived);
        act(WorkspaceOperations.ARCHIVE, second);
        var restored = act(WorkspaceOperations.RESTORE, archived);

        assertThat(refused).isInstanceOf(Refusal.PlanLimitReached.class);
        assertThat(restored.status()).isEqualTo(Workspace.Status.ACTIVE);
    }

    @Test
    void workspaces_are_listed_per_tenant_and_found_by_slug() {
        var tenant = bench.tenant("team");
        var one = bench.place(tenant);
        var two = bench.place(tenant);
        bench.place();

        var all = bench.done(WorkspaceOperations.LIST, one.operatorOnTenant(), new WorkspaceQuery(null, null, null));
        var bySlug = bench.done(
                WorkspaceOperations.LIST,
                one.operatorOnTenant(),
                new WorkspaceQuery(read(two).slug(), null, null));

        assertThat(all.items()).extracting(Workspace::id).containsExactly(two.workspace(), one.workspace());
        assertThat(bySlug.items()).extracting(Workspace::id).containsExactly(two.workspace());
    }

    @Test
    void suspended_and_archived_workspaces_refuse_a_rename_and_nothing_changes() {
        var place = bench.place();
        var update = new WorkspacePatch(Patch.set("Other"), Patch.keep());
        act(WorkspaceOperations.SUSPEND, place);
        var suspended = bench.refusal(WorkspaceOperations.UPDATE, place.operator(), update);
        act(WorkspaceOperations.ARCHIVE, place);

        var archived = bench.refusal(WorkspaceOperations.UPDATE, place.operator(), update);

        assertThat(suspended).isInstanceOf(Refusal.WorkspaceNotActive.class);
        assertThat(archived).isInstanceOf(Refusal.WorkspaceNotActive.class);
        assertThat(read(place).name()).isEqualTo("Acme");
    }

    @Test
    void a_workspace_that_was_suspended_before_archiving_is_so_after_restoring() {
        var place = bench.place();
        act(WorkspaceOperations.SUSPEND, place);
        act(WorkspaceOperations.ARCHIVE, place);

        var restored = act(WorkspaceOperations.RESTORE, place);

        assertThat(restored.status()).isEqualTo(Workspace.Status.SUSPENDED);
        assertThat(act(WorkspaceOperations.RESUME, place).status()).isEqualTo(Workspace.Status.ACTIVE);
    }

    @Test
    void after_thirty_days_an_archived_workspace_stays_archived() {
        var place = bench.place();
        act(WorkspaceOperations.ARCHIVE, place);
        bench.moveOn(Duration.ofDays(30).plusMinutes(1));

        var refusal = refusal(WorkspaceOperations.RESTORE, place);

        assertThat(refusal).isInstanceOf(Refusal.Conflict.class);
        assertThat(read(place).status()).isEqualTo(Workspace.Status.ARCHIVED);
    }

    @Test
    void every_move_is_announced_to_the_gateways() {
        var place = bench.place();

        var announced = bench.announced(() -> act(WorkspaceOperations.SUSPEND, place));

        assertThat(announced).containsExactly(place.workspace().value());
    }

    @Test
    void a_move_to_where_it_stands_keeps_the_version() {
        var place = bench.place();
        var suspended = act(WorkspaceOperations.SUSPEND, place);

        var again = act(WorkspaceOperations.SUSPEND, place);

        assertThat(suspended.version()).isEqualTo(2);
        assertThat(again).isEqualTo(suspended);
    }

    @Test
    void id_slug_and_tenant_of_a_workspace_never_change() {
        var place = bench.place();

        assertThatThrownBy(() -> bench.owner("UPDATE control.workspace SET slug = 'another' WHERE id = '"
                        + place.workspace().value() + "'"))
                .hasMessageContaining("never change");
    }

    @Test
    void a_session_in_a_workspace_sees_no_other_workspace_of_the_same_tenant() {
        var tenant = bench.tenant("team");
        var mine = bench.place(tenant);
        bench.place(tenant);
        var session = new RowSecurityContext(tenant, mine.workspace(), false);

        var seen =
                ControlBench.await(bench.database().read(session, "SELECT id FROM control.workspace", Tuple.tuple()));

        assertThat(seen).hasSize(1);
        assertThat(seen.iterator().next().getUUID(0)).isEqualTo(mine.workspace().value());
    }

    @Test
    void a_session_of_nobody_sees_nothing() {
        bench.place();

        for (var table : new String[] {"tenant", "workspace", "module_switch", "credential", "credential_secret"}) {
            var seen = ControlBench.await(
                    bench.database().read(RowSecurityContext.NONE, "SELECT 1 FROM control." + table, Tuple.tuple()));
            assertThat(seen).as(table).isEmpty();
        }
    }
}
