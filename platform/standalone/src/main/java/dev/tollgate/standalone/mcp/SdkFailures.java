package dev.tollgate.standalone.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.ExitCode;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpTransportException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Maps exceptions of the SDK to failures of the endpoint. The SDK gives the HTTP status and body only in its
 * exception's message, and drops the body of 401 and 403: those requests are repeated without the SDK.
 */
final class SdkFailures {
    private static final Pattern STATUS = Pattern.compile(
            "status code: ?(\\d{3})(?:, response body: (.*))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int CAUSES_MAX = 10;

    private SdkFailures() {}

    static McpFailure explained(RuntimeException failed, McpTarget target) {
        Throwable cause = failed;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++, cause = cause.getCause()) {
            var explained = explained(cause, target);
            if (explained != null) {
                return explained;
            }
        }
        return McpFailure.unusable("The client failed: " + failed);
    }

    private static @Nullable McpFailure explained(Throwable cause, McpTarget target) {
        return switch (cause) {
            case McpFailure own -> own;
            case McpHttpClientTransportAuthorizationException refused -> unauthorized(refused, target);
            case McpTransportException transport -> refused(transport);
            case McpError error -> error.getJsonRpcError() == null ? null : error(error);
            case ConnectException _ -> McpFailure.unreachable(target);
            case TimeoutException _, IOException _ -> McpFailure.silent(target);
            default -> null;
        };
    }

    private static McpFailure error(McpError error) {
        var rpc = error.getJsonRpcError();
        JsonNode data = JsonNodes.of(rpc.data());
        return data.has("code")
                ? new McpFailure(ExitCode.of(data.path("status").asInt()), data)
                : new McpFailure(ExitCode.REFUSED, "error " + rpc.code(), rpc.message());
    }

    private static McpFailure unauthorized(McpHttpClientTransportAuthorizationException refused, McpTarget target) {
        if (target.token() == null) {
            return McpFailure.noToken();
        }
        int status = refused.getResponseInfo().statusCode();
        var again = Probe.initialize(target, target.token());
        return McpFailure.http(status, again.status() == status ? again.body() : JsonNodes.of(null));
    }

    private static @Nullable McpFailure refused(McpTransportException transport) {
        var status = STATUS.matcher(String.valueOf(transport.getMessage()));
        if (!status.find()) {
            return null;
        }
        return McpFailure.http(Integer.parseInt(status.group(1)), body(status.group(2)));
    }

    private static JsonNode body(@Nullable String text) {
        try {
            return JsonNodes.read(text == null ? "" : text);
        } catch (JsonProcessingException noJson) {
            return JsonNodes.of(null);
        }
    }
}
