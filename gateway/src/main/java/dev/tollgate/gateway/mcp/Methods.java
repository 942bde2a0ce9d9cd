package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who answers which method, in either era. One per event loop. */
final class Methods {

    static final Reply.Fault UNKNOWN = Reply.fault(Rpc.METHOD_NOT_FOUND, "There is no such method.");

    private static final Reply EMPTY = Reply.members(new byte[0]);

    private final Offer offer;
    private final McpReader.Shared shared;
    private final Pipeline pipeline;
    private final DiscoveryBuckets discovery = new DiscoveryBuckets();

    Methods(Pipeline pipeline, Offer offer, McpReader.Shared shared) {
        this.pipeline = pipeline;
        this.offer = offer;
        this.shared = shared;
    }

    /** The answer to a request; does not fail where the offer keeps its promise. */
    Future<Reply> answer(Asked asked, Audience audience) {
        return switch (asked.method()) {
            case "tools/call" -> offer.tools().call(asked, audience);
            case "resources/read" -> of(offer.resources(), resources -> resources.read(asked));
            default -> {
                var refusal = free(asked.context());
                yield refusal == null ? listed(asked) : Reply.refused(refusal).now();
            }
        };
    }

    /** Whether the credential may send one more free message; the refusal if not. */
    @Nullable Refusal free(RequestContext context) {
        return discovery.refusal(context.credential().id(), pipeline.callsPerSecond(context), System.nanoTime());
    }

    private Future<Reply> listed(Asked asked) {
        return switch (asked.method()) {
            case "tools/list" -> page(asked, offer.tools()::list);
            case "resources/list" -> of(offer.resources(), resources -> page(asked, resources::list));
            case "resources/templates/list" -> of(offer.resources(), resources -> page(asked, resources::templates));
            case "prompts/list" -> of(offer.prompts(), prompts -> page(asked, prompts::list));
            case "prompts/get" -> of(offer.prompts(), prompts -> prompts.get(asked));
            case "completion/complete" -> of(offer.completions(), completions -> completions.complete(asked));
            default -> asked.modern() ? modern(asked) : legacy(asked);
        };
    }

    private Future<Reply> modern(Asked asked) {
        return asked.method().equals(Eras.DISCOVER)
                ? Reply.members(shared.discovery()).now()
                : UNKNOWN.now();
    }

    private Future<Reply> legacy(Asked asked) {
        return switch (asked.method()) {
            case "initialize" -> initialize(asked).now();
            case "ping" -> EMPTY.now();
            case "logging/setLevel" -> shared.profile().logging() ? EMPTY.now() : UNKNOWN.now();
            default -> UNKNOWN.now();
        };
    }

    private Reply initialize(Asked asked) {
        var revision = asked.text("protocolVersion");
        return revision == null
                ? Reply.fault(Rpc.INVALID_PARAMS, "protocolVersion is missing.")
                : Reply.members(Objects.requireNonNull(shared.initializations().get(Revisions.answered(revision))));
    }

    /** Gives a page of a list. */
    private interface Pages {
        @Nullable ListPage page(RequestContext context, String cursor);
    }

    private static Future<Reply> page(Asked asked, Pages pages) {
        var cursor = asked.cursor();
        var page = cursor == null ? null : pages.page(asked.context(), cursor);
        Reply reply = page == null
                ? Reply.fault(Rpc.INVALID_PARAMS, "The cursor is not one of this list.")
                : Reply.page(page);
        return reply.now();
    }

    private static <T> Future<Reply> of(@Nullable T part, Function<T, Future<Reply>> answer) {
        return part == null ? UNKNOWN.now() : answer.apply(part);
    }

    /** The members of the result of {@code server/discover}, without braces. */
    static byte[] discovery(Profile profile) {
        var result = JsonNodeFactory.instance.objectNode();
        Revisions.MODERN.forEach(result.putArray("supportedVersions")::add);
        result.set("capabilities", capabilities(profile, true));
        return Reply.inner(result.put("instructions", profile.instructions()));
    }

    /**
     * The members of the result of {@code initialize}, without braces, by the revision that is answered. In this era
     * nothing could deliver that a list has changed.
     */
    static Map<String, byte[]> initializations(Profile profile) {
        return Revisions.LEGACY.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), revision -> {
            var result = JsonNodeFactory.instance.objectNode().put("protocolVersion", revision);
            result.set("capabilities", capabilities(profile, false));
            result.putObject("serverInfo")
                    .put("name", "tollgate")
                    .put("title", "Tollgate")
                    .put("version", "1");
            return Reply.inner(result.put("instructions", profile.instructions()));
        }));
    }

    private static ObjectNode capabilities(Profile profile, boolean listChanged) {
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
