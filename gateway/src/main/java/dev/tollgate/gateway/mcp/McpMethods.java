package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.mcp.capability.CallListener;
import dev.tollgate.gateway.mcp.capability.ListKind;
import dev.tollgate.gateway.mcp.capability.McpCapabilities;
import dev.tollgate.gateway.mcp.capability.ServerProfile;
import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.gateway.mcp.protocol.JsonRpcErrors;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.mcp.protocol.ProtocolEras;
import dev.tollgate.gateway.mcp.protocol.ProtocolRevisions;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.runtime.process.ProductVersion;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Dispatches MCP methods of both eras. One per event loop. */
final class McpMethods {

    static final McpReply.Fault UNKNOWN = McpReply.fault(
            JsonRpcErrors.METHOD_NOT_FOUND,
            "Method not found. To use a tool, send tools/call with its name; tools/list has the names.");

    private static final McpReply EMPTY = McpReply.members(new byte[0]);

    private final McpCapabilities offered;
    private final McpReader.Shared shared;
    private final Pipeline pipeline;
    private final DiscoveryBuckets discovery = new DiscoveryBuckets();

    McpMethods(Pipeline pipeline, McpCapabilities offered, McpReader.Shared shared) {
        this.pipeline = pipeline;
        this.offered = offered;
        this.shared = shared;
    }

    /** The answer to a request; does not fail where the offer keeps its promise. */
    Future<McpReply> answer(McpRequest request, CallListener listener) {
        return switch (request.method()) {
            case "tools/call" -> {
                var refusal = offered.tools().looksUp(request) ? free(request.context()) : null;
                yield refusal == null
                        ? offered.tools().call(request, listener)
                        : McpReply.refused(refusal).now();
            }
            case "resources/read" -> of(offered.resources(), resources -> resources.read(request));
            default -> {
                var refusal = free(request.context());
                yield refusal == null
                        ? listed(request)
                        : McpReply.refused(refusal).now();
            }
        };
    }

    /** Whether the credential may send one more free message, by its arrival; the refusal if not. */
    @Nullable Refusal free(RequestContext context) {
        return discovery.refusal(
                context.credential().id(),
                pipeline.callsPerSecond(context),
                context.arrival().startedNanos());
    }

    private Future<McpReply> listed(McpRequest request) {
        return switch (request.method()) {
            case "tools/list" -> page(request, cursor -> offered.tools().list(request, cursor));
            case "resources/list" ->
                of(
                        offered.resources(),
                        resources -> page(request, cursor -> resources.list(request.context(), cursor)));
            case "resources/templates/list" ->
                of(
                        offered.resources(),
                        resources -> page(request, cursor -> resources.templates(request.context(), cursor)));
            case "prompts/list" ->
                of(offered.prompts(), prompts -> page(request, cursor -> prompts.list(request.context(), cursor)));
            case "prompts/get" -> of(offered.prompts(), prompts -> prompts.get(request));
            case "completion/complete" -> of(offered.completions(), completions -> completions.complete(request));
            default -> request.modern() ? modern(request) : legacy(request);
        };
    }

    private Future<McpReply> modern(McpRequest request) {
        return request.method().equals(ProtocolEras.DISCOVER)
                ? McpReply.members(shared.discovery()).now()
                : UNKNOWN.now();
    }

    private Future<McpReply> legacy(McpRequest request) {
        return switch (request.method()) {
            case "initialize" -> initialize(request).now();
            case "ping" -> EMPTY.now();
            case "logging/setLevel" -> shared.profile().logging() ? EMPTY.now() : UNKNOWN.now();
            default -> UNKNOWN.now();
        };
    }

    private McpReply initialize(McpRequest request) {
        var revision = request.text("protocolVersion");
        return revision == null
                ? McpReply.fault(JsonRpcErrors.INVALID_PARAMS, "protocolVersion is missing.")
                : McpReply.members(
                        Objects.requireNonNull(shared.initializations().get(ProtocolRevisions.answered(revision))));
    }

    /** Gives a page of a list. */
    private interface Pages {
        @Nullable ListPage page(String cursor);
    }

    private static Future<McpReply> page(McpRequest request, Pages pages) {
        var cursor = request.cursor();
        var page = cursor == null ? null : pages.page(cursor);
        McpReply reply = page == null
                ? McpReply.fault(JsonRpcErrors.INVALID_PARAMS, "The cursor is not valid for this list.")
                : McpReply.page(page);
        return reply.now();
    }

    private static <T> Future<McpReply> of(@Nullable T part, Function<T, Future<McpReply>> answer) {
        return part == null ? UNKNOWN.now() : answer.apply(part);
    }

    /** The members of the result of {@code server/discover}, without braces. */
    static byte[] discovery(ServerProfile profile) {
        var result = JsonNodeFactory.instance.objectNode();
        ProtocolRevisions.MODERN.forEach(result.putArray("supportedVersions")::add);
        result.set("capabilities", capabilities(profile, true));
        return McpReply.inner(result.put("instructions", profile.instructions()));
    }

    /**
     * The members of the result of {@code initialize}, without braces, by the revision that is answered. In this era
     * nothing could deliver that a list has changed.
     */
    static Map<String, byte[]> initializations(ServerProfile profile) {
        return ProtocolRevisions.LEGACY.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), revision -> {
            var result = JsonNodeFactory.instance.objectNode().put("protocolVersion", revision);
            result.set("capabilities", capabilities(profile, false));
            result.putObject("serverInfo")
                    .put("name", "tollgate")
                    .put("title", "Tollgate")
                    .put("version", ProductVersion.current());
            return McpReply.inner(result.put("instructions", profile.instructions()));
        }));
    }

    private static ObjectNode capabilities(ServerProfile profile, boolean listChanged) {
        var capabilities = JsonNodeFactory.instance.objectNode();
        for (var kind : ListKind.values()) {
            if (profile.lists(kind)) {
                capabilities.putObject(kind.name().toLowerCase(Locale.ROOT)).put("listChanged", listChanged);
            }
        }
        if (profile.completions()) {
            capabilities.putObject("completions");
        }
        if (profile.logging()) {
            capabilities.putObject("logging");
        }
        return capabilities;
    }
}
