package dev.tollgate.gateway.control;

import dev.tollgate.gateway.control.budgets.BudgetChanges;
import dev.tollgate.gateway.control.credentials.CredentialIssuer;
import dev.tollgate.gateway.control.credentials.CredentialOperations;
import dev.tollgate.gateway.control.credentials.Credentials;
import dev.tollgate.gateway.control.credentials.Secrets;
import dev.tollgate.gateway.control.grants.McpGrants;
import dev.tollgate.gateway.control.me.CallerWorkspaces;
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
import dev.tollgate.gateway.control.system.JobOperations;
import dev.tollgate.gateway.control.system.SettingPages;
import dev.tollgate.gateway.control.tenants.TenantAccounts;
import dev.tollgate.gateway.control.tenants.TenantOperations;
import dev.tollgate.gateway.control.tenants.Tenants;
import dev.tollgate.gateway.control.workspaces.PlanLimit;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations;
import dev.tollgate.gateway.control.workspaces.Workspaces;
import dev.tollgate.gateway.credential.PepperDeclaration;
import dev.tollgate.money.account.Budgets;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.job.JobPages;
import java.util.random.RandomGenerator;

/** Binds the operations of the control plane to their handlers, on one event loop. */
final class ControlHandlers {

    private final PlatformContext context;
    private final NewestFirst pages;
    private final KnownModules known;
    private final CredentialIssuer issuing;

    ControlHandlers(PlatformContext context, RandomGenerator random) {
        this.context = context;
        this.pages = new NewestFirst(context.work(), context.cursors());
        this.known = new KnownModules(ModuleProvider.all());
        var peppers = context.settings().get(PepperDeclaration.class).toPeppers();
        var accounts = context.money().accounts();
        var budgets = new BudgetChanges(
                new Budgets(accounts, context.clock()), context.money().copies().budgets());
        this.issuing = new CredentialIssuer(
                context.ids(), new Secrets(peppers, random), accounts.plans(), budgets, context.clock());
    }

    void bind() {
        bindTenants();
        bindWorkspaces();
        bindModules();
        bindCredentials(CredentialOperations.API_KEYS);
        bindCredentials(CredentialOperations.MCP_CLIENTS);
        new McpPolicies(context.work(), context.clock()).bind(context.bus());
        new McpGrants(context.work(), pages, known, issuing).bind(context.bus());
        new CallerWorkspaces(context.work()).bind(context.bus());
        bindMembers();
        bindTenantOwners();
        var jobs = new JobPages(context.work(), context.cursors(), context.clock());
        context.bus().serve(JobOperations.LIST, jobs::page);
        new SettingPages(context.settings(), context.cursors()).bind(context.bus());
        new Reference(ModuleProvider.all(), known, context.cursors()).bind(context.bus());
    }

    private void bindTenants() {
        var money = context.money();
        var accounts = new TenantAccounts(money.accounts(), money.copies()::first);
        var tenants = new Tenants(context.work(), pages, accounts, context.ids(), context.clock());
        var bus = context.bus();
        bus.serve(TenantOperations.CREATE, tenants::create);
        bus.serve(TenantOperations.LIST, tenants::list);
        bus.serve(TenantOperations.GET, tenants::get);
        bus.serve(TenantOperations.UPDATE, tenants::update);
    }

    private void bindWorkspaces() {
        var limit = new PlanLimit(context.money().accounts().plans());
        var workspaces = new Workspaces(context.work(), pages, limit, context.ids(), context.clock());
        var bus = context.bus();
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
        var modules = new Modules(context.work(), context.cursors(), known, context.clock());
        var bus = context.bus();
        bus.serve(ModuleOperations.LIST, modules::list);
        bus.serve(ModuleOperations.SET, modules::set);
    }

    private void bindCredentials(CredentialOperations<?> kind) {
        new Credentials<>(kind, context.work(), pages, known, issuing).bind(context.bus());
    }

    private void bindMembers() {
        var members = new Members(context.work(), pages, context.ids(), context.clock());
        var bus = context.bus();
        bus.serve(MemberOperations.CREATE, members::create);
        bus.serve(MemberOperations.LIST, members::list);
        bus.serve(MemberOperations.GET, members::get);
        bus.serve(MemberOperations.UPDATE, members::update);
        bus.serve(MemberOperations.DELETE, members::delete);
    }

    private void bindTenantOwners() {
        var owners = new TenantOwners(context.work(), pages, context.ids(), context.clock());
        var bus = context.bus();
        bus.serve(TenantOwnerOperations.CREATE, owners::create);
        bus.serve(TenantOwnerOperations.LIST, owners::list);
        bus.serve(TenantOwnerOperations.GET, owners::get);
        bus.serve(TenantOwnerOperations.DELETE, owners::delete);
    }
}
