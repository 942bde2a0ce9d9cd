package dev.tollgate.gateway.app;

import dev.tollgate.blobs.FilesDeclaration;
import dev.tollgate.blobs.open.OpenedBlobs;
import dev.tollgate.gateway.access.ConnectionLimits;
import dev.tollgate.gateway.access.InFlightLimiter;
import dev.tollgate.gateway.access.SourceThrottle;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EventCatalogue;
import dev.tollgate.gateway.console.live.LiveLimiter;
import dev.tollgate.gateway.console.page.ConsolePages;
import dev.tollgate.gateway.control.leaks.LeaksDeclaration;
import dev.tollgate.gateway.control.leaks.ReporterKeys;
import dev.tollgate.gateway.credential.CredentialWriteBehind;
import dev.tollgate.gateway.credential.LookupFilter;
import dev.tollgate.gateway.credential.OperatorsDeclaration;
import dev.tollgate.gateway.credential.PepperDeclaration;
import dev.tollgate.gateway.credential.SharedCredentialLookups;
import dev.tollgate.gateway.files.FileStreams;
import dev.tollgate.gateway.http.BodyMemory;
import dev.tollgate.gateway.http.LargeBodyParser;
import dev.tollgate.gateway.http.TableSlots;
import dev.tollgate.gateway.http.UnreadAnswers;
import dev.tollgate.gateway.mcp.McpDeclaration;
import dev.tollgate.gateway.mcp.McpReader;
import dev.tollgate.gateway.mcp.capability.ServerProfile;
import dev.tollgate.gateway.mcp.http.AllowedHosts;
import dev.tollgate.gateway.mcp.http.McpOptionsReader;
import dev.tollgate.gateway.mcp.prompt.Prompts;
import dev.tollgate.gateway.mcp.resource.RecordResources;
import dev.tollgate.gateway.mcp.tool.ToolInstructions;
import dev.tollgate.gateway.mcp.tool.ToolLists;
import dev.tollgate.gateway.openapi.Documents;
import dev.tollgate.gateway.usage.UsageLanes;
import dev.tollgate.money.account.CopyRebuilds;
import dev.tollgate.money.price.PlansDeclaration;
import dev.tollgate.money.price.PricesDeclaration;
import dev.tollgate.money.redis.RedisSettingsCheck;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.kept.KeptAnswers;
import dev.tollgate.records.secret.SecretsDeclaration;
import dev.tollgate.records.work.EncryptedAnswers;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.telemetry.LoopGauges;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes what the loops share. Every fault of settings and declarations ends the start, in words. */
final class SharedStateFactory {

    private SharedStateFactory() {}

    static SharedState of(ProcessContext process) {
        SettingsValidator.check(process.settings());
        var settings = process.settings().get(GatewayDeclaration.class);
        var modules = modules();
        var catalogue = Catalogue.of(modules);
        var installation = process.settings().get(InstallationDeclaration.class);
        var control = process.settings().get(ControlDeclaration.class);
        var publicUrl = installation.toPublicUrl(settings.port());
        var urls = control.toUrls(publicUrl);
        var money = new SharedState.Money(
                PlansDeclaration.plans(process.settings()),
                PricesDeclaration.priceBook(process.settings()),
                new CopyRebuilds(),
                new RedisSettingsCheck(process.registry()));
        var secrets = secrets(process, installation);
        var mcp = mcp(process, catalogue, publicUrl, secrets.cursorKey().getBytes());
        return new SharedState(
                urls,
                new SharedState.Listening(
                        settings,
                        control,
                        new ConnectionLimits(settings.toBounds()),
                        new ConnectionLimits(settings.toBounds().ofControlPlane()),
                        new LargeBodyParser(process.vertx(), System::nanoTime),
                        BodyMemory.ofHeap(),
                        UnreadAnswers.ofHeap(),
                        new TableSlots()),
                modules,
                catalogue,
                EventCatalogue.of(catalogue),
                new Documents(catalogue, money.prices(), process.clock().instant(), urls),
                mcp,
                gates(process, installation, publicUrl, modules),
                money,
                secrets,
                new KeptAnswers(process.notifications()),
                OpenedBlobs.of(process.vertx(), process.settings().get(FilesDeclaration.class), publicUrl),
                new SharedState.Files(
                        process.settings().get(SecretsDeclaration.class).toFileSigner(),
                        new FileStreams(System::nanoTime)),
                new UsageLanes(process.kafka().partitions()),
                ConsolePages.Shared.of(catalogue, urls),
                new LiveLimiter(),
                new LoopGauges(process.registry()),
                new AtomicBoolean());
    }

    private static SharedState.Mcp mcp(
            ProcessContext process, Catalogue catalogue, String publicUrl, byte[] cursorKey) {
        var settings = process.settings().get(McpDeclaration.class);
        var hosts = settings.allowedHosts().orElse(List.of());
        var profile = new ServerProfile(ToolInstructions.TEXT, true, true, true, false);
        return new SharedState.Mcp(
                new McpReader.Shared(
                        profile,
                        new AllowedHosts(publicUrl, hosts),
                        new McpOptionsReader(catalogue),
                        settings.listenTenantMax()),
                new ToolLists(catalogue, cursorKey),
                new RecordResources(catalogue, cursorKey),
                Prompts.of(catalogue, cursorKey));
    }

    private static List<ServedModule> modules() {
        var modules = new ArrayList<ServedModule>();
        ModuleProvider.all().forEach(modules::add);
        return List.copyOf(modules);
    }

    private static SharedState.Gates gates(
            ProcessContext process,
            InstallationDeclaration installation,
            String publicUrl,
            List<ServedModule> modules) {
        var lookups = new SharedCredentialLookups(System::nanoTime);
        return new SharedState.Gates(
                new SourceThrottle(process.clock()),
                new SourceThrottle(process.clock()),
                InFlightLimiter.ofAppPlane(
                        installation.tenant().inFlightMax(),
                        process.settings().get(McpDeclaration.class).inFlightMax()),
                InFlightLimiter.ofControlPlane(),
                installation.toAddresses(),
                lookups,
                new LookupFilter(System::nanoTime),
                new CredentialWriteBehind(),
                OauthParts.of(process, publicUrl, modules, lookups),
                ReporterKeys.at(
                        process.vertx(),
                        process.settings().get(LeaksDeclaration.class).toKeysUrl()));
    }

    private static SharedState.Secrets secrets(ProcessContext process, InstallationDeclaration installation) {
        return new SharedState.Secrets(
                process.settings().get(OperatorsDeclaration.class).toTokens(),
                process.settings().get(PepperDeclaration.class).toPeppers(),
                new EncryptedAnswers(
                        process.settings().get(SecretsDeclaration.class).toBox(new SecureRandom())),
                Buffer.buffer(InstallationDeclaration.bytes(
                        "tollgate.cursor.key", installation.cursor().key())));
    }
}
