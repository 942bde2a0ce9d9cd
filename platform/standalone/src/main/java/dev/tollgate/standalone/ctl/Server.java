package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.Tree;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server that is asked, and as whom. A token of {@code dev.json} goes to the server of {@code dev.json} only, so
 * that no address on a command line can fetch it.
 *
 * @param root its address, without {@code /control/v1}
 * @param owners ids that are meant where a command names none, by path parameter
 * @param credential the token, or where it is missing what to do about it
 * @param isDev whether it is the one {@code dev.json} names
 */
record Server(String root, Map<String, String> owners, Credential credential, boolean isDev) {
    private static final String PLANE = "/control/v1";
    private static final String MISSING =
            "no token: set TOLLGATE_OPERATOR_TOKEN or name a file with --token-file (bin/tollgate operator-token mints one)";

    /** A token that shows itself to nobody. */
    record Credential(@Nullable String token) {
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

    Server {
        owners = Map.copyOf(owners);
    }

    /**
     * The one that is meant: by option, else by environment, else the running {@code dev}.
     *
     * @param control value of {@code --control}
     * @param tokenFile value of {@code --token-file}
     */
    static Server meant(@Nullable String control, @Nullable String tokenFile, Surroundings surroundings) {
        var dev = dev(surroundings.devFacts());
        var address = control == null ? surroundings.variable("TOLLGATE_CONTROL") : control;
        var ofDev = dev.path("control").asText("");
        if (address == null) {
            if (ofDev.isEmpty()) {
                throw new CtlFailure(
                        ExitCode.USAGE,
                        "which server? Start bin/tollgate dev, set TOLLGATE_CONTROL, or name one with --control URL");
            }
            address = ofDev;
        }
        var root = root(address);
        var isDev = !ofDev.isEmpty() && root(ofDev).equals(root);
        var known = isDev ? dev : dev.path("nothing");
        return new Server(root, owners(known, surroundings), credential(known, tokenFile, surroundings), isDev);
    }

    private static JsonNode dev(Path facts) {
        try {
            return Files.isReadable(facts) ? Tree.read(Files.readAllBytes(facts)) : Tree.read("{}");
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

    private static Map<String, String> owners(JsonNode dev, Surroundings surroundings) {
        var owners = new HashMap<String, String>();
        put(owners, "tenant_id", surroundings.variable("TOLLGATE_TENANT"), dev);
        put(owners, "workspace_id", surroundings.variable("TOLLGATE_WORKSPACE"), dev);
        return owners;
    }

    private static void put(Map<String, String> owners, String name, @Nullable String variable, JsonNode dev) {
        var id = variable == null ? dev.path(name).asText("") : variable;
        if (!id.isEmpty()) {
            owners.put(name, id);
        }
    }

    private static Credential credential(JsonNode dev, @Nullable String tokenFile, Surroundings surroundings) {
        if (tokenFile != null) {
            return new Credential(TokenText.ofFile(Path.of(tokenFile)));
        }
        var variable = surroundings.variable("TOLLGATE_OPERATOR_TOKEN");
        if (variable != null) {
            return new Credential(TokenText.checked(variable, "the token in TOLLGATE_OPERATOR_TOKEN"));
        }
        var ofDev = dev.path("operator_token").asText("");
        return new Credential(ofDev.isEmpty() ? null : ofDev);
    }
}
