package dev.tollgate.standalone.command;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import dev.tollgate.standalone.dev.DevFolder;
import dev.tollgate.standalone.dev.LaunchedSources;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name the settings of a command. */
public final class SettingsOptions {
    @Option(names = "--settings", paramLabel = "FILE", description = "a YAML or properties file with settings")
    private @Nullable Path file;

    /**
     * The file, the environment and the system properties.
     *
     * @param overrides what the command line says, which is stronger than all
     */
    SettingsSources sources(Map<String, String> overrides) {
        return LaunchedSources.of(file, overrides);
    }

    /**
     * Their values. Where none of them names a setting, those of {@code dev} on this machine, as {@code ctl} has its
     * address from there.
     *
     * @param err where it is said that they are those of dev
     */
    Settings load(PrintWriter err) {
        var sources = sources(Map.of());
        var ofDev = DevFolder.ofProcess().settings();
        if (!sources.isEmpty() || !Files.isReadable(ofDev)) {
            return Settings.load(sources);
        }
        err.println("tollgate: no settings are named, these are those of dev: " + ofDev);
        err.flush();
        return Settings.load(LaunchedSources.of(ofDev, Map.of()));
    }
}
