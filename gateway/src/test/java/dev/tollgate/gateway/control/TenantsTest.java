package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.tenants.Tenant;
import dev.tollgate.gateway.control.tenants.TenantOperations;
import dev.tollgate.gateway.control.tenants.TenantOperations.NewTenant;
import dev.tollgate.gateway.control.tenants.TenantOperations.TenantPatch;
import dev.tollgate.gateway.control.tenants.TenantOperations.TenantQuery;
import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

class TenantsTest extends OnControlBench {

    @CanIgnoreReturnValue
    private static Tenant create(String name, String plan, String organization) {
        var input = new NewTenant(name, Tenant.Kind.TEAM, plan, organization);
        return bench.done(TenantOperations.CREATE, ControlBench.INSTALLATION, input);
    }

    private static Caller on(TenantId tenant) {
        return new Caller(ControlBench.OPERATOR, tenant, null);
    }

    @Test
    void a_tenant_is_made_with_its_billing_account() {
        var tenant = create("Acme", "builder", null);

        var accounts = bench.owner("SELECT plan FROM billing.account WHERE tenant = '"
                + tenant.id().value() + "'");

        assertThat(accounts).containsExactly("builder");
        assertThat(tenant.plan()).isEqualTo("builder");
        assertThat(tenant.version()).isEqualTo(1);
        assertThat(tenant.lastActor()).isEqualTo("ada");
        assertThat(tenant.source()).isEqualTo("control");
    }

    @Test
    void a_tenant_without_a_plan_starts_on_the_first_one() {
        var tenant = create("Acme", null, null);

        assertThat(tenant.plan()).isEqualTo("developer");
    }

    @Test
    void a_tenant_reads_back_as_it_was_answered() {
        var tenant = create("Acme", "team", "org_read_back");

        var read = bench.done(TenantOperations.GET, on(tenant.id()), new NoInput());

        assertThat(read).isEqualTo(tenant);
    }

    @Test
    void an_unknown_plan_and_an_organization_of_a_person_are_refused_together() {
        var input = new NewTenant("Ada", Tenant.Kind.PERSONAL, "gold", "org_ada");

        var refusal = bench.refusal(TenantOperations.CREATE, ControlBench.INSTALLATION, input);

        assertThat(refusal)
                .isInstanceOfSatisfying(
                        Refusal.ValidationFailed.class,
                        failed -> assertThat(failed.fieldErrors())
                                .extracting(FieldError::field)
                                .containsExactly("plan", "external_organization_id"));
    }

    @Test
    void an_organization_stands_for_one_tenant_only() {
        var input = new NewTenant("Other", Tenant.Kind.TEAM, null, "org_once");
        var first = create("First", null, "org_once");
        var other = create("Other", null, null);

        var made = bench.refusal(TenantOperations.CREATE, ControlBench.INSTALLATION, input);
        var changed = bench.refusal(
                TenantOperations.UPDATE, on(other.id()), new TenantPatch(Patch.keep(), Patch.set("org_once")));

        assertThat(made).isInstanceOf(Refusal.Conflict.class);
        assertThat(changed).isInstanceOf(Refusal.Conflict.class);
        assertThat(bench.owner("SELECT id FROM control.tenant WHERE external_organization_id = 'org_once'"))
                .containsExactly(first.id().value().toString());
    }

    @Test
    void tenants_are_found_by_name_without_regard_to_case_and_by_organization() {
        var tenant = create("Rare Name", null, "org_rare");

        var byName = bench.done(
                TenantOperations.LIST, ControlBench.INSTALLATION, new TenantQuery("rare NAME", null, null, null));
        var byOrganization = bench.done(
                TenantOperations.LIST, ControlBench.INSTALLATION, new TenantQuery(null, "org_rare", null, null));
        var neither = bench.done(
                TenantOperations.LIST, ControlBench.INSTALLATION, new TenantQuery("rare", "org_rare", null, null));

        assertThat(byName.items()).containsExactly(tenant);
        assertThat(byOrganization.items()).containsExactly(tenant);
        assertThat(neither.items()).isEmpty();
    }

    @Test
    void pages_give_every_tenant_once_newest_first() {
        var one = create("Paged", null, null);
        var two = create("Paged", null, null);
        var three = create("Paged", null, null);

        var first =
                bench.done(TenantOperations.LIST, ControlBench.INSTALLATION, new TenantQuery("paged", null, 2, null));
        var second = bench.done(
                TenantOperations.LIST,
                ControlBench.INSTALLATION,
                new TenantQuery("paged", null, 2, first.nextCursor()));

        assertThat(first.items()).containsExactly(three, two);
        assertThat(second.items()).containsExactly(one);
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void a_cursor_of_other_filters_is_refused() {
        create("Cursor", null, null);
        create("Cursor", null, null);
        var page =
                bench.done(TenantOperations.LIST, ControlBench.INSTALLATION, new TenantQuery("cursor", null, 1, null));

        var refusal = bench.refusal(
                TenantOperations.LIST, ControlBench.INSTALLATION, new TenantQuery("other", null, 1, page.nextCursor()));

        assertThat(refusal).isInstanceOf(Refusal.MalformedRequest.class);
    }

    @Test
    void an_update_changes_what_it_names_and_nothing_else() {
        var before = create("Before", "team", "org_update");

        var after =
                bench.done(TenantOperations.UPDATE, on(before.id()), new TenantPatch(Patch.set("After"), Patch.keep()));
        var again =
                bench.done(TenantOperations.UPDATE, on(before.id()), new TenantPatch(Patch.set("After"), Patch.keep()));

        assertThat(after.name()).isEqualTo("After");
        assertThat(after.externalOrganizationId()).isEqualTo("org_update");
        assertThat(after.version()).isEqualTo(2);
        assertThat(again).isEqualTo(after);
    }

    @Test
    void an_update_of_another_version_is_refused() {
        var tenant = create("Versioned", null, null);
        var conditions = new Conditions(null, 7L, null, false);

        var outcome = bench.outcome(
                TenantOperations.UPDATE,
                on(tenant.id()),
                new TenantPatch(Patch.set("Other"), Patch.keep()),
                conditions);

        assertThat(bench.refusal(outcome)).isEqualTo(new Refusal.VersionConflict(1));
    }

    @Test
    void a_session_of_one_tenant_sees_no_other() {
        var mine = create("Mine", null, null);
        create("Theirs", null, null);

        var seen = ControlBench.await(bench.database()
                .read(RowSecurityContext.of(mine.id()), "SELECT id FROM control.tenant", Tuple.tuple()));

        assertThat(seen).hasSize(1);
        assertThat(seen.iterator().next().getUUID(0)).isEqualTo(mine.id().value());
    }
}
