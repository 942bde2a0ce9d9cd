package dev.tollgate.standalone.command;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command takes its settings from. The launcher's own variables are no settings of the product. */
public final class SettingsOptions {
    /** What {@code bin/tollgate} and the embedded servers read for themselves. */
    public static final Set<String> LAUNCHER_VARIABLES = Set.of(
            "TOLLGATE_HOME",
            "TOLLGATE_CHECKOUT",
            "TOLLGATE_CACHE",
            "TOLLGATE_JDK",
            "TOLLGATE_JAVA_OPTS",
            "TOLLGATE_SERVERS",
            "TOLLGATE_SERVERS_DURABLE");

    private static final Set<String> LAUNCHER_PROPERTIES =
            Set.of("tollgate.cache", "tollgate.servers", "tollgate.servers-durable");

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
        environment.keySet().removeAll(LAUNCHER_VARIABLES);
        return new SettingsSources(properties, environment, process.file());
    }
}
