package dev.tollgate.standalone.mcp;

import dev.tollgate.standalone.ctl.CtlFailure;
import dev.tollgate.standalone.ctl.ExitCode;
import dev.tollgate.standalone.ctl.TokenText;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import dev.tollgate.standalone.dev.DevFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint that is called, and the token it gets. A token of {@code dev.json} goes to the endpoint of
 * {@code dev.json} only.
 */
record McpTarget(URI url, @Nullable String token) {
    private static final String VARIABLE = "TOLLGATE_TOKEN";
    private static final String DEV_AGENT = "founder-agent";

    static McpTarget of(String text, @Nullable Path tokenFile, Map<String, String> environment) {
        var url = url(text);
        if (tokenFile != null) {
            return new McpTarget(url, TokenText.ofFile(tokenFile));
        }
        var variable = environment.getOrDefault(VARIABLE, "").strip();
        return new McpTarget(
                url,
                variable.isEmpty()
                        ? devToken(url, DevFolder.of(environment).facts())
                        : TokenText.checked(variable, "the token in " + VARIABLE));
    }

    private static URI url(String text) {
        try {
            var url = URI.create(text);
            if (url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null
                    && !isNetworkPath(url.getRawPath())
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // Answered below, without the text: it may hold a password.
        }
        throw new CtlFailure(ExitCode.USAGE, "the endpoint must be a URL such as https://host/mcp");
    }

    /** A path of two slashes names another host where it is resolved against the origin. */
    private static boolean isNetworkPath(@Nullable String path) {
        return path != null && path.startsWith("//");
    }

    private static @Nullable String devToken(URI url, Path facts) {
        if (!Files.isReadable(facts)) {
            return null;
        }
        try {
            var dev = JsonNodes.read(Files.readAllBytes(facts));
            var endpoint = dev.path("mcp").asText("");
            var same = !endpoint.isEmpty()
                    && (url.toString().equals(endpoint) || url.toString().startsWith(endpoint + '/'));
            var token = dev.path("credentials").path(DEV_AGENT).asText("");
            return same && !token.isEmpty() ? token : null;
        } catch (IOException unreadable) {
            throw new CtlFailure(ExitCode.USAGE, facts + " cannot be read");
        }
    }

    /** Scheme, host and port. */
    String origin() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    String path() {
        var path = url.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    /** Shows no token. */
    @Override
    public String toString() {
        return url.toString();
    }
}
