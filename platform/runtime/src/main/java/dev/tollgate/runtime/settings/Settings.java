package dev.tollgate.runtime.settings;

import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /**
     * The value of one setting in this process.
     *
     * @param name with its keys and indexes
     * @param value null for a secret, and for a setting without value
     * @param source where it was set: environment, system properties, file or default; none without value
     */
    public record Effective(String name, @Nullable String value, boolean secret, String source, String meaning) {}

    private final SmallRyeConfig config;
    private final List<Effective> effective;

    Settings(SmallRyeConfig config, List<Effective> effective) {
        this.config = config;
        this.effective = List.copyOf(effective);
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

    /** The values of this process by name, without secrets. Maps and lists have an entry for each value. */
    public List<Effective> effective() {
        return effective;
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

    static Optional<String> byDefault(Property property) {
        return property.hasDefaultValue() ? Optional.ofNullable(property.getDefaultValue()) : Optional.empty();
    }
}
