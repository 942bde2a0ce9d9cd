package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.runtime.json.Json;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
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
 * What the Java SDK answers for us: {@code initialize}, made once per revision. All of the SDK stands behind this
 * class. One per process; safe from any thread.
 */
public final class SdkMethods implements McpStatelessServerTransport {

    private static final Logger LOGGER = LoggerFactory.getLogger(SdkMethods.class);

    private final JacksonMcpJsonMapper mapper = new JacksonMcpJsonMapper(new JsonMapper());
    private final Map<String, byte[]> initialize = new HashMap<>();
    private @Nullable McpStatelessServerHandler handler;

    /** Builds the SDK's server on this transport. */
    public SdkMethods(Profile profile) {
        var server = McpServer.async(this)
                .jsonMapper(mapper)
                .serverInfo(McpSchema.Implementation.builder("tollgate", "1")
                        .title("Tollgate")
                        .build())
                .instructions(profile.instructions())
                .capabilities(capabilities(profile))
                .build();
        LOGGER.debug("MCP server of the SDK is {}", server.getServerInfo());
        Revisions.LEGACY.forEach(revision -> initialize.put(revision, prepared(revision)));
    }

    private static McpSchema.ServerCapabilities capabilities(Profile profile) {
        var offered = McpSchema.ServerCapabilities.builder().tools(false);
        if (profile.resources()) {
            offered.resources(false, false);
        }
        if (profile.prompts()) {
            offered.prompts(false);
        }
        if (profile.completions()) {
            offered.completions();
        }
        if (profile.logging()) {
            offered.logging();
        }
        return offered.build();
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
        return Revisions.LEGACY;
    }

    /** The members of the result of {@code initialize}, without braces, for a client that asks for this revision. */
    byte[] initialize(String asked) {
        return Objects.requireNonNull(initialize.get(Revisions.answered(asked)));
    }

    private byte[] prepared(String revision) {
        var client = Json.MAPPER.createObjectNode().put("protocolVersion", revision);
        client.putObject("capabilities");
        client.putObject("clientInfo").put("name", "any").put("version", "1");
        var results = new AtomicReference<McpSchema.JSONRPCResponse>();
        var request = new McpSchema.JSONRPCRequest("initialize", "1", Json.MAPPER.convertValue(client, Map.class));
        var _ = Objects.requireNonNull(handler)
                .handleRequest(McpTransportContext.EMPTY, request)
                .subscribe(results::set);
        var response = Objects.requireNonNull(results.get(), "the SDK answers initialize at once");
        var bytes = written(Objects.requireNonNull(response.result()));
        return Arrays.copyOfRange(bytes, 1, bytes.length - 1);
    }

    private byte[] written(Object result) {
        try {
            return mapper.writeValueAsBytes(result);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
