package dev.tollgate.gateway.app;

import dev.tollgate.gateway.access.ConnectionLimits;
import dev.tollgate.gateway.access.InFlight;
import dev.tollgate.gateway.access.SourceThrottle;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EventCatalogue;
import dev.tollgate.gateway.credential.Afterthoughts;
import dev.tollgate.gateway.credential.LookupFilter;
import dev.tollgate.gateway.credential.OperatorsDeclaration;
import dev.tollgate.gateway.credential.PepperDeclaration;
import dev.tollgate.gateway.credential.SharedLookups;
import dev.tollgate.gateway.http.LargeBodies;
import dev.tollgate.gateway.mcp.AllowedHosts;
import dev.tollgate.gateway.mcp.McpDeclaration;
import dev.tollgate.gateway.mcp.McpReader;
import dev.tollgate.gateway.mcp.Profile;
import dev.tollgate.gateway.mcp.ToolLists;
import dev.tollgate.gateway.mcp.prompt.Prompts;
import dev.tollgate.gateway.mcp.resource.RecordResources;
import dev.tollgate.gateway.openapi.Documents;
import dev.tollgate.money.account.Rebuilds;
import dev.tollgate.money.price.PlansDeclaration;
import dev.tollgate.money.price.PricesDeclaration;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.secret.SecretsDeclaration;
import dev.tollgate.records.work.SealedAnswers;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.telemetry.LoopFigures;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes what the loops share. Every fault of settings and declarations ends the start, in words. */
final class SharedParts {

    private static final String MCP_INSTRUCTIONS = """
            Tools of one Tollgate workspace. Every call is metered: _meta tells what it cost and what is left. Give writes \
            an idempotency_key and repeat it when an answer was lost. A refused call has isError set and names a stable \
            code in _meta["dev.tollgate/problem"].""";

    private SharedParts() {}

    static Shared of(ProcessContext process) {
        SettingsMeaning.check(process.settings());
        var settings = process.settings().get(GatewayDeclaration.class);
        var modules = modules();
        var catalogue = Catalogue.of(modules);
        var installation = process.settings().get(InstallationDeclaration.class);
        var control = process.settings().get(ControlDeclaration.class);
        var publicUrl = installation.toPublicUrl(settings.port());
        var urls = control.toUrls(publicUrl);
        var money = new Shared.Money(
                PlansDeclaration.plans(process.settings()),
                PricesDeclaration.priceBook(process.settings()),
                new Rebuilds());
        var secrets = secrets(process, installation);
        var mcp = mcp(process, catalogue, publicUrl, secrets.cursorKey().getBytes());
        return new Shared(
                urls,
                new Shared.Listening(
                        settings,
                        control,
                        new ConnectionLimits(settings.toBounds()),
                        new LargeBodies(process.vertx(), System::nanoTime)),
                modules,
                catalogue,
                EventCatalogue.of(catalogue),
                new Documents(catalogue, money.prices(), process.clock().instant(), urls),
                mcp,
                gates(process, installation, publicUrl, modules),
                money,
                secrets,
                new LoopFigures(process.registry()),
                new AtomicBoolean());
    }

    private static Shared.Mcp mcp(ProcessContext process, Catalogue catalogue, String publicUrl, byte[] cursorKey) {
        var settings = process.settings().get(McpDeclaration.class);
        var hosts = settings.allowedHosts().orElse(List.of());
        var profile = new Profile(MCP_INSTRUCTIONS, true, true, true, false);
        return new Shared.Mcp(
                new McpReader.Shared(profile, new AllowedHosts(publicUrl, hosts), settings.listenTenantMax()),
                ToolLists.of(catalogue, cursorKey),
                new RecordResources(catalogue, cursorKey),
                Prompts.of(catalogue, cursorKey));
    }

    private static List<ServedModule> modules() {
        var modules = new ArrayList<ServedModule>();
        ModuleProvider.all().forEach(modules::add);
        return List.copyOf(modules);
    }

    private static Shared.Gates gates(
            ProcessContext process,
            InstallationDeclaration installation,
            String publicUrl,
            List<ServedModule> modules) {
        var lookups = new SharedLookups(System::nanoTime);
        return new Shared.Gates(
                new SourceThrottle(process.clock()),
                new InFlight(
                        installation.tenant().inFlightMax(),
                        process.settings().get(McpDeclaration.class).inFlightMax()),
                installation.toAddresses(),
                lookups,
                new LookupFilter(System::nanoTime),
                new Afterthoughts(),
                OauthParts.of(process, publicUrl, modules, lookups));
    }

    private static Shared.Secrets secrets(ProcessContext process, InstallationDeclaration installation) {
        return new Shared.Secrets(
                process.settings().get(OperatorsDeclaration.class).toTokens(),
                process.settings().get(PepperDeclaration.class).toPeppers(),
                new SealedAnswers(
                        process.settings().get(SecretsDeclaration.class).toBox(new SecureRandom())),
                Buffer.buffer(InstallationDeclaration.bytes(
                        "tollgate.cursor.key", installation.cursor().key())));
    }
}
