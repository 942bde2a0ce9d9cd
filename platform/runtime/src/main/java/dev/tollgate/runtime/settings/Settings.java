package dev.tollgate.runtime.settings;

import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Optional;

/** The settings of an installation: read once, at start, all faults at once. */
public final class Settings {
    /**
     * One setting, for the operator.
     *
     * @param name as in a file; {@code *} is any key
     * @param variable its environment variable
     * @param byDefault empty when it has none
     */
    public record Described(String name, String variable, Optional<String> byDefault, String meaning) {}

    private final SmallRyeConfig config;

    Settings(SmallRyeConfig config) {
        this.config = config;
    }

    /**
     * Reads and checks everything.
     *
     * @throws SettingsRejected with every fault
     */
    public static Settings load(SettingsSources sources) {
        return new SettingsReader(KnownSettings.load(), sources).read();
    }

    /** The values of a section, by its declaration. */
    public <T> T get(Class<T> declaration) {
        return config.getConfigMapping(declaration);
    }

    /** Every setting there is, by name. */
    public static List<Described> describe() {
        return KnownSettings.load().settings.stream()
                .map(declared -> new Described(
                        declared.name(),
                        declared.name().replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(java.util.Locale.ROOT),
                        byDefault(declared.property()),
                        declared.setting().value()))
                .toList();
    }

    private static Optional<String> byDefault(Property property) {
        return property.hasDefaultValue() ? Optional.ofNullable(property.getDefaultValue()) : Optional.empty();
    }
}
