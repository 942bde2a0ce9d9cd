package dev.tollgate.gateway.control;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.gateway.control.credentials.CredentialOperations;
import dev.tollgate.gateway.control.credentials.CredentialQuarantine;
import dev.tollgate.gateway.control.grants.McpGrantOperations;
import dev.tollgate.gateway.control.leaks.LeakOperations;
import dev.tollgate.gateway.control.me.MeOperations;
import dev.tollgate.gateway.control.members.InvitationOperations;
import dev.tollgate.gateway.control.members.MemberOperations;
import dev.tollgate.gateway.control.members.TenantOwnerOperations;
import dev.tollgate.gateway.control.modules.ModuleOperations;
import dev.tollgate.gateway.control.policy.McpPolicyOperations;
import dev.tollgate.gateway.control.records.RecordSearchOperations;
import dev.tollgate.gateway.control.reference.ReferenceOperations;
import dev.tollgate.gateway.control.setup.McpSetupOperations;
import dev.tollgate.gateway.control.system.JobOperations;
import dev.tollgate.gateway.control.system.SettingOperations;
import dev.tollgate.gateway.control.system.SystemOperations;
import dev.tollgate.gateway.control.tenants.TenantOperations;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations;
import dev.tollgate.gateway.usage.BudgetNotices;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.ServedModule;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/** The control plane as a module: always on, and without a face on the app plane. */
public final class ControlModule implements ServedModule {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String key() {
        return "control";
    }

    @Override
    public String title() {
        return "Control plane";
    }

    @Override
    public boolean switchable() {
        return false;
    }

    @Override
    public Scope eventScope() {
        return new Scope("audit:read");
    }

    @Override
    public List<EventDeclaration> events() {
        return List.of(BudgetNotices.EVENT, CredentialQuarantine.EVENT);
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return Stream.of(
                        TenantOperations.ALL,
                        WorkspaceOperations.ALL,
                        ModuleOperations.ALL,
                        CredentialOperations.ALL,
                        McpPolicyOperations.ALL,
                        McpGrantOperations.ALL,
                        McpSetupOperations.ALL,
                        MemberOperations.ALL,
                        TenantOwnerOperations.ALL,
                        InvitationOperations.ALL,
                        LeakOperations.ALL,
                        MeOperations.ALL,
                        RecordSearchOperations.ALL,
                        ReferenceOperations.ALL,
                        SystemOperations.ALL,
                        SettingOperations.ALL,
                        JobOperations.ALL)
                .<Operation<?, ?>>flatMap(List::stream)
                .toList();
    }

    /** Sessions of the console, which no operation opens or ends, and the leaks of one report. */
    @Override
    public List<String> auditedBesides() {
        return Stream.concat(
                        Stream.of("session.open", "session.end", "sign_in_link.create"),
                        CredentialQuarantine.ACTIONS.stream())
                .toList();
    }

    @Override
    public Deployable verticle(PlatformContext context) {
        return _ -> {
            new ControlHandlers(context, RANDOM).bind();
            return Future.succeededFuture();
        };
    }
}
