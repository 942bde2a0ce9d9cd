package dev.tollgate.standalone.command;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command takes its settings from. The launcher's own variables are no settings of the product. */
public final class SettingsOptions {
    /** What {@code bin/tollgate} and the embedded servers read for themselves, and what it means. */
    static final SortedMap<String, String> LAUNCHER_VARIABLES = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "TOLLGATE_HOME",
                    "Folder of dev: data, log, addresses, secrets; .tollgate in the checkout by default."),
            Map.entry("TOLLGATE_CACHE", "Folder of unpacked server binaries, of a fetched JDK, of ctl's documents."),
            Map.entry("TOLLGATE_JDK", "off: say how to get a JDK instead of getting one."),
            Map.entry("TOLLGATE_JAVA_OPTS", "Further flags for the JVM."),
            Map.entry(
                    "TOLLGATE_SERVERS",
                    "Servers of dev and of tests: embedded (default), testcontainers, or named in settings."),
            Map.entry("TOLLGATE_SERVERS_REDIS", "A redis-server to run instead of the one that comes along."),
            Map.entry("TOLLGATE_SERVERS_DURABLE", "true: PostgreSQL of tests waits for the disk, as that of dev does."),
            Map.entry("TOLLGATE_CHECKOUT", "Set by bin/tollgate: where it lies."),
            Map.entry("TOLLGATE_CONTROL", "Server that ctl asks; the running dev by default."),
            Map.entry("TOLLGATE_OPERATOR_TOKEN", "Token that ctl asks with; that of the running dev by default."),
            Map.entry("TOLLGATE_TENANT", "Tenant that ctl means where a command names none."),
            Map.entry("TOLLGATE_WORKSPACE", "Workspace that ctl means where a command names none."),
            Map.entry("TOLLGATE_TOKEN", "Token with which mcp calls an endpoint; that of the running dev for its own."),
            Map.entry("TOLLGATE_WEBHOOK_SECRET", "Secret with which receive checks signatures.")));

    private static final Set<String> LAUNCHER_PROPERTIES =
            Set.of("tollgate.cache", "tollgate.servers", "tollgate.servers-durable", "tollgate.servers-redis");

    @Option(names = "--settings", paramLabel = "FILE", description = "a YAML or properties file with settings")
    private @Nullable Path file;

    /** What stands in the file, the environment and the system properties. */
    public Settings load() {
        return load(Map.of());
    }

    /**
     * The same with what the command line says, which is stronger than all.
     *
     * @param overrides values by setting's name
     */
    public Settings load(Map<String, String> overrides) {
        return Settings.load(sources(file, overrides));
    }

    /** The sources of this process without the launcher's own variables. */
    public static SettingsSources sources(@Nullable Path file, Map<String, String> overrides) {
        var process = SettingsSources.ofProcess(file);
        var properties = new TreeMap<>(process.properties());
        properties.keySet().removeAll(LAUNCHER_PROPERTIES);
        properties.putAll(overrides);
        var environment = new TreeMap<>(process.environment());
        environment.keySet().removeAll(LAUNCHER_VARIABLES.keySet());
        return new SettingsSources(properties, environment, process.file());
    }
}
