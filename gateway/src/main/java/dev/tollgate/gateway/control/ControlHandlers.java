package dev.tollgate.gateway.control;

import dev.tollgate.gateway.control.credentials.CredentialIssuer;
import dev.tollgate.gateway.control.credentials.CredentialOperations;
import dev.tollgate.gateway.control.credentials.Credentials;
import dev.tollgate.gateway.control.grants.McpGrants;
import dev.tollgate.gateway.control.members.MemberOperations;
import dev.tollgate.gateway.control.members.Members;
import dev.tollgate.gateway.control.members.TenantOwnerOperations;
import dev.tollgate.gateway.control.members.TenantOwners;
import dev.tollgate.gateway.control.modules.KnownModules;
import dev.tollgate.gateway.control.modules.ModuleOperations;
import dev.tollgate.gateway.control.modules.Modules;
import dev.tollgate.gateway.control.policy.McpPolicies;
import dev.tollgate.gateway.control.reference.Reference;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.gateway.control.tenants.TenantAccounts;
import dev.tollgate.gateway.control.tenants.TenantOperations;
import dev.tollgate.gateway.control.tenants.Tenants;
import dev.tollgate.gateway.control.workspaces.PlanLimit;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations;
import dev.tollgate.gateway.control.workspaces.Workspaces;
import dev.tollgate.gateway.credential.PepperDeclaration;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.PlatformContext;
import java.util.random.RandomGenerator;

/** Who answers which operation of the control plane, on one event loop. */
final class ControlHandlers {

    private final PlatformContext workshop;
    private final NewestFirst pages;
    private final KnownModules known;
    private final CredentialIssuer issuing;

    ControlHandlers(PlatformContext workshop, RandomGenerator random) {
        this.workshop = workshop;
        this.pages = new NewestFirst(workshop.work(), workshop.cursors());
        this.known = new KnownModules(ModuleProvider.all());
        var peppers = workshop.settings().get(PepperDeclaration.class).toPeppers();
        var plans = workshop.money().accounts().plans();
        this.issuing = new CredentialIssuer(workshop.ids(), peppers, random, plans, workshop.clock());
    }

    void bind() {
        bindTenants();
        bindWorkspaces();
        bindModules();
        bindCredentials(CredentialOperations.API_KEYS);
        bindCredentials(CredentialOperations.MCP_CLIENTS);
        new McpPolicies(workshop.work(), workshop.clock()).bind(workshop.bus());
        new McpGrants(workshop.work(), pages, known, workshop.ids(), workshop.clock()).bind(workshop.bus());
        bindMembers();
        bindTenantOwners();
        new Reference(ModuleProvider.all(), known, workshop.cursors()).bind(workshop.bus());
    }

    private void bindTenants() {
        var money = workshop.money();
        var accounts = new TenantAccounts(money.accounts(), money.copies()::first);
        var tenants = new Tenants(workshop.work(), pages, accounts, workshop.ids(), workshop.clock());
        var bus = workshop.bus();
        bus.serve(TenantOperations.CREATE, tenants::create);
        bus.serve(TenantOperations.LIST, tenants::list);
        bus.serve(TenantOperations.GET, tenants::get);
        bus.serve(TenantOperations.UPDATE, tenants::update);
    }

    private void bindWorkspaces() {
        var limit = new PlanLimit(workshop.money().accounts().plans());
        var workspaces = new Workspaces(workshop.work(), pages, limit, workshop.ids(), workshop.clock());
        var bus = workshop.bus();
        bus.serve(WorkspaceOperations.CREATE, workspaces::create);
        bus.serve(WorkspaceOperations.LIST, workspaces::list);
        bus.serve(WorkspaceOperations.READ, workspaces::read);
        bus.serve(WorkspaceOperations.UPDATE, workspaces::update);
        bus.serve(WorkspaceOperations.ARCHIVE, workspaces::archive);
        bus.serve(WorkspaceOperations.RESTORE, workspaces::restore);
        bus.serve(WorkspaceOperations.SUSPEND, workspaces::suspend);
        bus.serve(WorkspaceOperations.RESUME, workspaces::resume);
    }

    private void bindModules() {
        var modules = new Modules(workshop.work(), workshop.cursors(), known, workshop.clock());
        var bus = workshop.bus();
        bus.serve(ModuleOperations.LIST, modules::list);
        bus.serve(ModuleOperations.SET, modules::set);
    }

    private void bindCredentials(CredentialOperations<?> kind) {
        new Credentials<>(kind, workshop.work(), pages, known, issuing).bind(workshop.bus());
    }

    private void bindMembers() {
        var members = new Members(workshop.work(), pages, workshop.ids(), workshop.clock());
        var bus = workshop.bus();
        bus.serve(MemberOperations.CREATE, members::create);
        bus.serve(MemberOperations.LIST, members::list);
        bus.serve(MemberOperations.GET, members::get);
        bus.serve(MemberOperations.UPDATE, members::update);
        bus.serve(MemberOperations.DELETE, members::delete);
    }

    private void bindTenantOwners() {
        var owners = new TenantOwners(workshop.work(), pages, workshop.ids(), workshop.clock());
        var bus = workshop.bus();
        bus.serve(TenantOwnerOperations.CREATE, owners::create);
        bus.serve(TenantOwnerOperations.LIST, owners::list);
        bus.serve(TenantOwnerOperations.GET, owners::get);
        bus.serve(TenantOwnerOperations.DELETE, owners::delete);
    }
}
