package dev.tollgate.runtime.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sources of settings, strongest first: system properties {@code tollgate.*}, environment {@code TOLLGATE_*}, one YAML
 * or properties file, defaults.
 */
public record SettingsSources(
        Map<String, String> properties,
        Map<String, String> environment,
        @Nullable Path file) {
    /** Names the settings file; no setting itself. */
    public static final String FILE_VARIABLE = "TOLLGATE_SETTINGS";

    public SettingsSources {
        properties = Map.copyOf(properties);
        environment = Map.copyOf(environment);
    }

    /**
     * Those of this process.
     *
     * @param file null for the one that {@value #FILE_VARIABLE} names, if it names one
     */
    public static SettingsSources ofProcess(@Nullable Path file) {
        var properties = new TreeMap<String, String>();
        System.getProperties().forEach((name, value) -> properties.put(name.toString(), value.toString()));
        var named = System.getenv(FILE_VARIABLE);
        return new SettingsSources(properties, System.getenv(), file != null || named == null ? file : Path.of(named));
    }

    /** Properties alone. */
    public static SettingsSources of(Map<String, String> properties) {
        return new SettingsSources(properties, Map.of(), null);
    }
}
