package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.runtime.json.Json;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What the Java SDK answers for us: {@code initialize}, made once per revision, and every method that is neither ours
 * nor offered. All of the SDK stands behind this class. One per process; safe from any thread.
 */
public final class SdkMethods implements McpStatelessServerTransport {

    private static final Logger LOGGER = LoggerFactory.getLogger(SdkMethods.class);
    private static final String INSTRUCTIONS = """
            Tools of one Tollgate workspace. Every call is metered: _meta tells what it cost and what is left. Give writes \
            an idempotency_key and repeat it when an answer was lost. A refused call has isError set and names a stable \
            code in _meta["dev.tollgate/problem"].""";

    private static final String BROKEN = "Something broke on our side.";

    private final JacksonMcpJsonMapper mapper = new JacksonMcpJsonMapper(new JsonMapper());
    private final Map<String, byte[]> initialize = new HashMap<>();
    private @Nullable McpStatelessServerHandler handler;

    /** Builds the SDK's server on this transport. */
    public SdkMethods() {
        var server = McpServer.async(this)
                .jsonMapper(mapper)
                .serverInfo(McpSchema.Implementation.builder("tollgate", "1")
                        .title("Tollgate")
                        .build())
                .instructions(INSTRUCTIONS)
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                .build();
        LOGGER.debug("MCP server of the SDK is {}", server.getServerInfo());
        Revisions.SPOKEN.forEach(revision -> initialize.put(revision, prepared(revision)));
    }

    @Override
    public void setMcpHandler(McpStatelessServerHandler given) {
        handler = given;
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    @Override
    public List<String> protocolVersions() {
        return Revisions.SPOKEN;
    }

    /** The result of {@code initialize} for a client that asks for this revision. */
    byte[] initialize(String asked) {
        return Objects.requireNonNull(initialize.get(Revisions.answered(asked)));
    }

    /** The whole answer to a method that is not ours, on the given context. Never fails. */
    Future<Buffer> answer(Message.Request request, Context context) {
        Promise<Buffer> answer = Promise.promise();
        // Deferred: a handler of the SDK may throw instead of giving an error.
        var _ = Mono.defer(() -> called(request.method(), request.params()))
                .map(response -> bytes(request.id(), response))
                .defaultIfEmpty(Rpc.error(request.id(), Rpc.INTERNAL_ERROR, BROKEN))
                .onErrorResume(failure -> Mono.just(broken(request.id(), failure)))
                .subscribe(message -> context.runOnContext(_ -> answer.complete(message)));
        return answer.future();
    }

    private Mono<McpSchema.JSONRPCResponse> called(String method, JsonNode params) {
        Object plain = params.isMissingNode() ? null : Json.MAPPER.convertValue(params, Map.class);
        return Objects.requireNonNull(handler)
                .handleRequest(McpTransportContext.EMPTY, new McpSchema.JSONRPCRequest(method, "1", plain));
    }

    private Buffer bytes(JsonNode id, McpSchema.JSONRPCResponse response) {
        var error = response.error();
        if (error == null) {
            return Rpc.result(id, written(response.result()));
        }
        // The SDK puts messages of exceptions in its errors: only the code is passed on where it is not our sentence.
        return switch (error.code()) {
            case Rpc.METHOD_NOT_FOUND -> Rpc.error(id, Rpc.METHOD_NOT_FOUND, "There is no such method.");
            case Rpc.INVALID_PARAMS -> Rpc.error(id, Rpc.INVALID_PARAMS, "The parameters are not valid.");
            default -> broken(id, null);
        };
    }

    private static Buffer broken(JsonNode id, @Nullable Throwable failure) {
        LOGGER.atWarn().setCause(failure).log("the MCP SDK failed on a method");
        return Rpc.error(id, Rpc.INTERNAL_ERROR, BROKEN);
    }

    private byte[] prepared(String revision) {
        var client = Json.MAPPER.createObjectNode().put("protocolVersion", revision);
        client.putObject("capabilities");
        client.putObject("clientInfo").put("name", "any").put("version", "1");
        var results = new AtomicReference<McpSchema.JSONRPCResponse>();
        var _ = called("initialize", client).subscribe(results::set);
        var response = Objects.requireNonNull(results.get(), "the SDK answers initialize at once");
        return written(Objects.requireNonNull(response.result()));
    }

    private byte[] written(Object result) {
        try {
            return mapper.writeValueAsBytes(result);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
