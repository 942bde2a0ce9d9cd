package dev.tollgate.standalone.dev;

import dev.tollgate.runtime.settings.SettingsSources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sources of settings in a process that {@code bin/tollgate} started. The launcher's own variables are no settings. */
public final class LaunchedSources {
    /** Variables that {@code bin/tollgate} and the embedded servers read, and their meaning. */
    public static final SortedMap<String, String> LAUNCHER_VARIABLES = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "TOLLGATE_HOME",
                    "Folder of dev: data, log, addresses, secrets. Default: .tollgate in the checkout."),
            Map.entry("TOLLGATE_CACHE", "Cache folder: server binaries, downloaded JDK, ctl's documents."),
            Map.entry("TOLLGATE_JDK", "off: print how to get a JDK instead of downloading one."),
            Map.entry("TOLLGATE_FAST_STARTS", "off: no warm-up run after a build; starts take twice the time."),
            Map.entry("TOLLGATE_JAVA_OPTS", "Additional JVM flags."),
            Map.entry(
                    "TOLLGATE_SERVERS",
                    "Servers of dev and of tests: embedded (default), testcontainers, or named in settings."),
            Map.entry("TOLLGATE_SERVERS_REDIS", "Path of a redis-server to run instead of the bundled one."),
            Map.entry("TOLLGATE_SERVERS_DURABLE", "true: fsync is on for PostgreSQL of tests, as for dev."),
            Map.entry("TOLLGATE_CHECKOUT", "Set by bin/tollgate: path of the checkout."),
            Map.entry("TOLLGATE_CONTROL", "Server of ctl. Default: the running dev."),
            Map.entry("TOLLGATE_OPERATOR_TOKEN", "Token of ctl. Default: that of the running dev."),
            Map.entry("TOLLGATE_TENANT", "Default tenant of ctl commands."),
            Map.entry("TOLLGATE_WORKSPACE", "Default workspace of ctl commands."),
            Map.entry("TOLLGATE_TOKEN", "Token with which mcp calls an endpoint; that of the running dev for its own."),
            Map.entry("TOLLGATE_WEBHOOK_SECRET", "Secret with which receive verifies signatures.")));

    private static final Set<String> LAUNCHER_PROPERTIES =
            Set.of("tollgate.cache", "tollgate.servers", "tollgate.servers-durable", "tollgate.servers-redis");

    private LaunchedSources() {}

    /**
     * The file, the environment and the system properties.
     *
     * @param overrides what the command line says, which is stronger than all
     */
    public static SettingsSources of(@Nullable Path file, Map<String, String> overrides) {
        var process = SettingsSources.ofProcess(file);
        var properties = new TreeMap<>(process.properties());
        properties.keySet().removeAll(LAUNCHER_PROPERTIES);
        properties.putAll(overrides);
        var environment = new TreeMap<>(process.environment());
        environment.keySet().removeAll(LAUNCHER_VARIABLES.keySet());
        return new SettingsSources(properties, environment, process.file());
    }
}
