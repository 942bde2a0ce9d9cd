package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server of a command, and its credential. A token of {@code dev.json} goes to the server of {@code dev.json} only,
 * so that no address on a command line can fetch it.
 *
 * @param root its address, without {@code /control/v1}
 * @param defaults tenant and workspace of commands that name none
 * @param credential the token, or where it is missing what to do about it
 * @param isDev whether it is the one {@code dev.json} names
 */
record ApiServer(String root, TargetDefaults defaults, Credential credential, boolean isDev) {
    private static final String PLANE = "/control/v1";
    private static final String MISSING =
            "no token: set TOLLGATE_OPERATOR_TOKEN or name a file with --token-file (bin/tollgate operator-token mints one)";

    /**
     * A token whose text is never printed.
     *
     * @param origin where it was found, in words
     */
    record Credential(@Nullable String token, String origin) {
        String required() {
            if (token == null) {
                throw new CtlFailure(ExitCode.FORBIDDEN, MISSING);
            }
            return token;
        }

        @Override
        public String toString() {
            return token == null ? "none" : "secret";
        }
    }

    /**
     * The one that is meant: by option, else by environment, else the running {@code dev}.
     *
     * @param control value of {@code --control}
     * @param tokenFile value of {@code --token-file}
     */
    static ApiServer meant(@Nullable String control, @Nullable String tokenFile, CommandEnvironment environment) {
        var dev = dev(environment.devFacts());
        var address = control == null ? environment.variable("TOLLGATE_CONTROL") : control;
        var ofDev = dev.path("control").asText("");
        if (address == null) {
            if (ofDev.isEmpty()) {
                throw new CtlFailure(
                        ExitCode.USAGE,
                        "no server: start bin/tollgate dev, set TOLLGATE_CONTROL, or use --control URL");
            }
            address = ofDev;
        }
        var root = root(address);
        var isDev = !ofDev.isEmpty() && root(ofDev).equals(root);
        var known = isDev ? dev : dev.path("nothing");
        var defaults = TargetDefaults.of(
                variables(environment),
                TargetChoice.of(environment.choice(root, isDev)).ids(),
                ofDev(known));
        return new ApiServer(root, defaults, credential(known, tokenFile, environment), isDev);
    }

    private static JsonNode dev(Path facts) {
        try {
            return Files.isReadable(facts) ? JsonNodes.read(Files.readAllBytes(facts)) : JsonNodes.read("{}");
        } catch (IOException unreadable) {
            throw new CtlFailure(ExitCode.USAGE, facts + " cannot be read");
        }
    }

    private static String root(String address) {
        var text = address.replaceAll("/+$", "");
        var root = text.endsWith(PLANE) ? text.substring(0, text.length() - PLANE.length()) : text;
        try {
            var uri = URI.create(root);
            if (uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null && isHttp(uri)) {
                return root;
            }
        } catch (IllegalArgumentException _) {
            // Said below, without the address: it may hold a password.
        }
        throw new CtlFailure(ExitCode.USAGE, "the server's address must be a URL such as https://host/control/v1");
    }

    private static boolean isHttp(URI uri) {
        return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    }

    private static Map<String, String> variables(CommandEnvironment environment) {
        var named = new HashMap<String, String>();
        put(named, TargetDefaults.TENANT, environment.variable("TOLLGATE_TENANT"));
        put(named, TargetDefaults.WORKSPACE, environment.variable("TOLLGATE_WORKSPACE"));
        return named;
    }

    private static Map<String, String> ofDev(JsonNode dev) {
        var named = new HashMap<String, String>();
        put(named, TargetDefaults.TENANT, dev.path(TargetDefaults.TENANT).asText(null));
        put(named, TargetDefaults.WORKSPACE, dev.path(TargetDefaults.WORKSPACE).asText(null));
        return named;
    }

    private static void put(Map<String, String> named, String parameter, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            named.put(parameter, text);
        }
    }

    private static Credential credential(JsonNode dev, @Nullable String tokenFile, CommandEnvironment environment) {
        if (tokenFile != null) {
            return new Credential(TokenText.ofFile(Path.of(tokenFile)), tokenFile);
        }
        var variable = environment.variable("TOLLGATE_OPERATOR_TOKEN");
        if (variable != null) {
            return new Credential(
                    TokenText.checked(variable, "the token in TOLLGATE_OPERATOR_TOKEN"), "TOLLGATE_OPERATOR_TOKEN");
        }
        var ofDev = dev.path("operator_token").asText("");
        return new Credential(ofDev.isEmpty() ? null : ofDev, "dev.json");
    }
}
