package dev.tollgate.runtime.settings;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the sources once and collects every fault on the way. */
final class SettingsReader {
    private static final Pattern CODE = Pattern.compile("^(?:[\\w.$]+Exception: )?SRCFG\\d+: ");
    private static final Durations DURATIONS = new Durations();
    private static final int OF_PROPERTIES = 400;
    private static final int OF_ENVIRONMENT = 300;
    private static final int OF_FILE = 200;
    private static final int CONVERTERS = 500;

    private final KnownSettings known;
    private final List<ConfigSource> sources = new ArrayList<>();
    private final TreeSet<String> faults = new TreeSet<>();

    SettingsReader(KnownSettings known, SettingsSources from) {
        this.known = known;
        var properties = new HashMap<String, String>();
        from.properties().forEach((name, value) -> {
            if (name.startsWith(SettingsSources.PROPERTY_PREFIX)) {
                properties.put(name, value);
            }
        });
        sources.add(new PropertiesConfigSource(properties, "system properties", OF_PROPERTIES));
        sources.add(new PropertiesConfigSource(environment(from.environment()), "environment", OF_ENVIRONMENT));
        var file = from.file();
        if (file != null) {
            readFile(file);
        }
    }

    Settings read() {
        sources.forEach(source -> source.getPropertyNames().forEach(this::checkName));
        var config = config();
        known.settings.forEach(declared -> checkBounds(declared, sources));
        if (!faults.isEmpty() || config == null) {
            throw new SettingsRejected(List.copyOf(faults));
        }
        return new Settings(config, new EffectiveSettings(known, sources).list());
    }

    private Map<String, String> environment(Map<String, String> environment) {
        var properties = new HashMap<String, String>();
        environment.forEach((variable, value) -> {
            if (!variable.startsWith(SettingsSources.VARIABLE_PREFIX)) {
                return;
            }
            var property = known.property(variable);
            if (property == null) {
                faults.add(variable + " is not a setting");
            } else {
                properties.put(property, value);
            }
        });
        return properties;
    }

    private void readFile(Path file) {
        try {
            sources.add(
                    file.toString().endsWith(".properties")
                            ? new PropertiesConfigSource(properties(file), file.toString(), OF_FILE)
                            : yaml(file));
        } catch (IOException missing) {
            faults.add(file + " cannot be read");
        } catch (RuntimeException wrong) {
            faults.add(file + " is not YAML, or has an alias of a list or map");
        }
    }

    /** Aliases of lists and maps are refused before the source follows them: one that holds itself has no end. */
    private static YamlConfigSource yaml(Path file) throws IOException {
        var text = Files.readString(file);
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        var _ = new Yaml(new SafeConstructor(options)).<@Nullable Object>load(text);
        return new YamlConfigSource(file.toString(), text, OF_FILE);
    }

    private static Map<String, String> properties(Path file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        var values = new HashMap<String, String>();
        properties.forEach((name, value) -> values.put(name.toString(), value.toString()));
        return values;
    }

    private void checkName(String name) {
        if (known.find(name).isEmpty()) {
            faults.add(name + " is not a setting");
        }
    }

    private @Nullable SmallRyeConfig config() {
        var builder = new SmallRyeConfigBuilder()
                .withSources(sources)
                .withConverter(Duration.class, CONVERTERS, DURATIONS)
                .withValidateUnknown(false);
        known.classes.forEach(builder::withMapping);
        try {
            return builder.build();
        } catch (ConfigValidationException wrong) {
            for (int i = 0; i < wrong.getProblemCount(); i++) {
                faults.add(sentence(wrong.getProblem(i).getMessage()));
            }
            return null;
        }
    }

    private String sentence(String problem) {
        var text = CODE.matcher(problem).replaceFirst("");
        text = text.replace("The config property ", "").replace(" but it could not be found in any config source", "");
        for (var declared : known.settings) {
            if (declared.setting().secret()) {
                text = hidden(text, declared);
            }
        }
        return text;
    }

    private String hidden(String text, KnownSettings.Declared secret) {
        var hidden = text;
        for (var source : sources) {
            for (var name : source.getPropertyNames()) {
                var value = source.getValue(name);
                if (value != null
                        && !value.isEmpty()
                        && secret.pattern().matcher(name).matches()) {
                    hidden = hidden.replace(value, "***");
                }
            }
        }
        return hidden;
    }

    private void checkBounds(KnownSettings.Declared declared, List<ConfigSource> all) {
        var setting = declared.setting();
        if (setting.min() == Long.MIN_VALUE && setting.max() == Long.MAX_VALUE) {
            return;
        }
        for (var source : all) {
            for (var name : source.getPropertyNames()) {
                var value = source.getValue(name);
                if (value != null && declared.pattern().matcher(name).matches()) {
                    checkBounds(name, value, setting);
                }
            }
        }
    }

    private void checkBounds(String name, String value, Setting setting) {
        long number;
        try {
            number = Character.isLetter(value.charAt(value.length() - 1))
                    ? DURATIONS.convert(value).toMillis()
                    : Long.parseLong(value.strip());
        } catch (RuntimeException wrongType) {
            return; // the conversion says so in its own words
        }
        if (number < setting.min() || number > setting.max()) {
            faults.add(name + " must be between " + setting.min() + " and " + setting.max());
        }
    }
}
