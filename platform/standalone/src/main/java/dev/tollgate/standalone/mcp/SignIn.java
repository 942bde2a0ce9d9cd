package dev.tollgate.standalone.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.standalone.ctl.ExitCode;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in information that an endpoint gives an agent without a token: its challenge (RFC 6750), and the
 * protected-resource metadata that the challenge names (RFC 9728), without which there is no sign-in by OAuth.
 *
 * @param metadataUrl null where the challenge names none
 * @param metadata the null of JSON where it could not be read
 * @param problem the body of an answer without success
 */
record SignIn(int status, String challenge, @Nullable URI metadataUrl, JsonNode metadata, JsonNode problem) {
    private static final Pattern METADATA = Pattern.compile("resource_metadata=\"(https?://[^\"\\s]+)\"");
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    /** Asks the endpoint without a token. */
    static SignIn of(McpTarget target) {
        var answer = Probe.initialize(target, null);
        var url = metadataUrl(answer.challenge());
        var metadata = url == null ? JsonNodes.of(null) : metadata(url);
        return new SignIn(answer.status(), answer.challenge(), url, metadata, answer.body());
    }

    private static @Nullable URI metadataUrl(String challenge) {
        var named = METADATA.matcher(challenge);
        try {
            return named.find() ? new URI(named.group(1)) : null;
        } catch (URISyntaxException noUrl) {
            return null;
        }
    }

    private static JsonNode metadata(URI url) {
        try {
            var answer = Probe.get(url);
            return answer.status() == OK ? answer.body() : JsonNodes.of(null);
        } catch (IOException unreachable) {
            return JsonNodes.of(null);
        }
    }

    /** The fault that would prevent a client from signing in; null if there is none. */
    @Nullable McpFailure fault(McpTarget target) {
        if (status != UNAUTHORIZED && status != OK) {
            return McpFailure.http(status, problem);
        }
        if (status == UNAUTHORIZED && challenge.isEmpty()) {
            return fault("no_challenge", "The endpoint answers 401 without WWW-Authenticate.");
        }
        if (metadataUrl == null) {
            return challenge.contains("resource_metadata")
                    ? fault("no_metadata", "The challenge names no URL of protected-resource metadata: " + challenge)
                    : null;
        }
        if (!metadata.isObject()) {
            return fault("no_metadata", "The protected-resource metadata is not at " + metadataUrl + '.');
        }
        var resource = metadata.path("resource").asText();
        return covers(resource, target)
                ? null
                : fault(
                        "resource_mismatch",
                        "The protected-resource metadata is that of " + resource
                                + ": clients do not sign in at another URL (RFC 9728, section 3.3).");
    }

    /** Clients take the resource of the endpoint itself, or of a path above it. */
    private static boolean covers(String resource, McpTarget target) {
        var url = target.url().toString();
        return url.equals(resource) || url.startsWith(resource + '/');
    }

    private static McpFailure fault(String code, String detail) {
        return new McpFailure(ExitCode.REFUSED, code, detail);
    }

    /** For people. */
    String line() {
        if (status == OK) {
            return "none: the endpoint answers without a token";
        }
        if (metadataUrl == null) {
            return challenge.isEmpty() ? "unknown: HTTP status " + status : "by token only (" + challenge + ')';
        }
        return "by OAuth or token: authorization server "
                + metadata.path("authorization_servers").path(0).asText("unknown") + ", metadata " + metadataUrl;
    }

    /** For programs. */
    ObjectNode tree() {
        var tree = JsonNodeFactory.instance
                .objectNode()
                .put("status", status)
                .put("challenge", challenge)
                .put("oauth", metadataUrl != null);
        if (metadataUrl != null) {
            tree.put("metadata_url", metadataUrl.toString()).set("metadata", metadata);
        }
        return tree;
    }
}
