package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.document.DocumentCache;
import dev.tollgate.standalone.dev.DevFolder;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Environment of a command: streams, variables, terminal.
 *
 * @param width of the terminal in characters; endless where the output goes to a file or a program
 */
record CommandEnvironment(
        Map<String, String> environment,
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        int width,
        InstantSource clock) {
    static final int ENDLESS = Integer.MAX_VALUE;
    private static final int NARROWEST = 40;

    CommandEnvironment {
        environment = Map.copyOf(environment);
    }

    static CommandEnvironment ofProcess() {
        var environment = System.getenv();
        return new CommandEnvironment(
                environment,
                System.in,
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                columns(environment.get("COLUMNS")),
                Clock.systemUTC());
    }

    /** The launcher says the width of a terminal, and nothing where the output goes elsewhere. */
    private static int columns(@Nullable String text) {
        return text == null || !text.matches("\\d{1,4}") ? ENDLESS : Math.max(NARROWEST, Integer.parseInt(text));
    }

    /** A variable, or null where it is not set or blank. */
    @Nullable String variable(String name) {
        var value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    Path devFacts() {
        return DevFolder.of(environment).facts();
    }

    /** Where documents of servers are kept: that of dev with its data, those of others with the user. */
    Path documents(ApiServer server) {
        return server.isDev() ? devFacts().resolveSibling("ctl") : ofUser("XDG_CACHE_HOME", ".cache", "ctl");
    }

    /** The document of this build, for help where no server has told its own. */
    Path shippedDocument() {
        return ofUser("XDG_CACHE_HOME", ".cache", "shipped");
    }

    /** Where the choice of {@code ctl use} for a server is kept. */
    Path choice(String root, boolean isDev) {
        return isDev
                ? devFacts().resolveSibling("ctl-use.json")
                : ofUser("XDG_CONFIG_HOME", ".config", "use").resolve(DocumentCache.name(root));
    }

    private Path ofUser(String variable, String folder, String name) {
        var own = variable("TOLLGATE_CACHE");
        if (own != null) {
            return Path.of(own, name);
        }
        var users = variable(variable);
        var home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return (users == null ? Path.of(home, folder) : Path.of(users))
                .resolve("tollgate")
                .resolve(name);
    }
}
