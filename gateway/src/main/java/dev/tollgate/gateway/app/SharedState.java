package dev.tollgate.gateway.app;

import dev.tollgate.blobs.Blobs;
import dev.tollgate.gateway.access.ClientAddresses;
import dev.tollgate.gateway.access.ConnectionLimits;
import dev.tollgate.gateway.access.InFlightLimiter;
import dev.tollgate.gateway.access.SourceThrottle;
import dev.tollgate.gateway.answer.BaseUrls;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.console.live.LiveLimiter;
import dev.tollgate.gateway.console.page.ConsolePages;
import dev.tollgate.gateway.control.leaks.ReporterKeys;
import dev.tollgate.gateway.credential.CredentialWriteBehind;
import dev.tollgate.gateway.credential.LookupFilter;
import dev.tollgate.gateway.credential.OperatorTokens;
import dev.tollgate.gateway.credential.Peppers;
import dev.tollgate.gateway.credential.SharedCredentialLookups;
import dev.tollgate.gateway.files.FileStreams;
import dev.tollgate.gateway.http.BodyMemory;
import dev.tollgate.gateway.http.LargeBodyParser;
import dev.tollgate.gateway.http.TableSlots;
import dev.tollgate.gateway.http.UnreadAnswers;
import dev.tollgate.gateway.mcp.McpReader;
import dev.tollgate.gateway.mcp.prompt.Prompts;
import dev.tollgate.gateway.mcp.resource.RecordResources;
import dev.tollgate.gateway.mcp.tool.ToolLists;
import dev.tollgate.gateway.openapi.Documents;
import dev.tollgate.gateway.usage.UsageLanes;
import dev.tollgate.money.account.CopyRebuilds;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.redis.RedisSettingsCheck;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.file.FileSigner;
import dev.tollgate.records.kept.KeptAnswers;
import dev.tollgate.records.work.EncryptedAnswers;
import dev.tollgate.runtime.telemetry.LoopGauges;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** State that the loops of one gateway share. Everything here is immutable or safe from any thread. */
record SharedState(
        BaseUrls urls,
        Listening listening,
        List<ServedModule> modules,
        Catalogue catalogue,
        EventTypes events,
        Documents documents,
        Mcp mcp,
        Gates gates,
        Money money,
        Secrets secrets,
        KeptAnswers kept,
        Blobs blobs,
        Files files,
        UsageLanes usage,
        ConsolePages.Shared console,
        LiveLimiter live,
        LoopGauges figures,
        AtomicBoolean draining) {

    /**
     * The parts of listeners.
     *
     * @param connections limits those of the listener of the app plane, or of both
     * @param controlConnections limits those of a listener of the control plane alone
     * @param largeBodies reads the large bodies of all loops
     * @param bodyMemory limits what of them is in memory before it is read
     * @param unread counts what of answers is in memory until clients read it
     * @param tables limits the tables of a tenant that are read or sent
     */
    record Listening(
            GatewayDeclaration gateway,
            ControlDeclaration control,
            ConnectionLimits connections,
            ConnectionLimits controlConnections,
            LargeBodyParser largeBodies,
            BodyMemory bodyMemory,
            UnreadAnswers unread,
            TableSlots tables) {}

    /**
     * The parts of the checks before a call.
     *
     * @param sessionThrottle counts unknown cookies of the console
     * @param oauth parts that depend on an issuer; null if there is none
     * @param reporter keys of the reporter of leaked secrets; null if reports are not taken
     */
    record Gates(
            SourceThrottle throttle,
            SourceThrottle sessionThrottle,
            InFlightLimiter appPlane,
            InFlightLimiter controlPlane,
            ClientAddresses addresses,
            SharedCredentialLookups lookups,
            LookupFilter filter,
            CredentialWriteBehind writeBehind,
            @Nullable OauthParts oauth,
            @Nullable ReporterKeys reporter) {}

    /** The MCP endpoint, and the lists it offers. */
    record Mcp(McpReader.Shared reader, ToolLists tools, RecordResources resources, Prompts prompts) {}

    /** What the signed routes of files share. */
    record Files(FileSigner signer, FileStreams streams) {}

    /** Prices and holds. */
    record Money(Plans plans, PriceBook prices, CopyRebuilds rebuilds, RedisSettingsCheck redis) {}

    /** Secrets of this installation. */
    record Secrets(OperatorTokens operators, Peppers peppers, EncryptedAnswers sealedAnswers, Buffer cursorKey) {}

    /** The base of the app plane's URLs and of token audiences. */
    String publicUrl() {
        return urls.app();
    }
}
