package dev.tollgate.gateway.app;

import dev.tollgate.gateway.control.leaks.LeakReports;
import dev.tollgate.gateway.control.members.InvitationAcceptance;
import dev.tollgate.gateway.control.members.InvitationOperations;
import dev.tollgate.gateway.control.members.InvitationSecrets;
import dev.tollgate.gateway.control.members.Invitations;
import dev.tollgate.gateway.control.records.PageAllowance;
import dev.tollgate.gateway.control.records.RecordSearch;
import dev.tollgate.gateway.control.setup.McpSetups;
import dev.tollgate.gateway.control.system.SystemHealth;
import dev.tollgate.gateway.pipeline.CallHandlers;
import dev.tollgate.gateway.pipeline.Metering;
import dev.tollgate.gateway.workspace.OwnWorkspaceOperations;
import dev.tollgate.money.redis.RedisCounts;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.runtime.process.ProcessReports;
import dev.tollgate.runtime.telemetry.Health;
import java.security.SecureRandom;

/** Binds the operations that need what only the gateway knows: its gates, its public URL, its secrets. */
final class OwnHandlers {

    private static final SecureRandom RANDOM = new SecureRandom();

    private OwnHandlers() {}

    /** Binds those that answer from the context of the request. */
    static void serveFromContext(SharedState shared, CallHandlers handlers, Metering metering) {
        OwnWorkspaceOperations.serveFromContext(handlers, metering);
        var oauth = shared.gates().oauth();
        var issuer = oauth == null ? null : oauth.issuer().issuer().url();
        new McpSetups(shared.publicUrl(), issuer).bind(handlers);
    }

    /** Binds the operations on the installation, on records, on invitations and on leaks. */
    static void serve(SharedState shared, PlatformContext context, Health health, RedisCounts counts) {
        var pages = context.settings().get(ControlDeclaration.class).recordPagesPerMinute();
        new RecordSearch(shared.modules(), context::table, new PageAllowance(counts, pages, context.clock()))
                .bind(context.bus());
        var reports = new ProcessReports(context.database(), context.clock());
        new SystemHealth(health, reports, shared.money().redis()::faults, context.clock()).bind(context.bus());
        var secrets = new InvitationSecrets(shared.secrets().peppers(), RANDOM, shared.publicUrl());
        var invitations = new Invitations(context, secrets);
        var bus = context.bus();
        bus.serve(InvitationOperations.CREATE, invitations::create);
        bus.serve(InvitationOperations.LIST, invitations::list);
        bus.serve(InvitationOperations.RESEND, invitations::resend);
        bus.serve(InvitationOperations.REVOKE, invitations::revoke);
        bus.serve(InvitationOperations.ACCEPT, new InvitationAcceptance(context, secrets)::accept);
        LeakReports.bind(
                context,
                shared.gates().reporter(),
                shared.secrets().peppers(),
                shared.secrets().operators());
    }
}
