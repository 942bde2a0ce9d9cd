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
    static final String PROPERTY_PREFIX = "tollgate.";
    static final String VARIABLE_PREFIX = "TOLLGATE_";

    public SettingsSources {
        properties = Map.copyOf(properties);
        environment = Map.copyOf(environment);
    }

    /** Those of this process, with a file if there is one. */
    public static SettingsSources ofProcess(@Nullable Path file) {
        var properties = new TreeMap<String, String>();
        System.getProperties().forEach((name, value) -> properties.put(name.toString(), value.toString()));
        return new SettingsSources(properties, System.getenv(), file);
    }

    /** Whether nothing here names a setting. */
    public boolean isEmpty() {
        return file == null
                && properties.keySet().stream().noneMatch(name -> name.startsWith(PROPERTY_PREFIX))
                && environment.keySet().stream().noneMatch(name -> name.startsWith(VARIABLE_PREFIX));
    }

    /** Properties alone. */
    public static SettingsSources of(Map<String, String> properties) {
        return new SettingsSources(properties, Map.of(), null);
    }
}
