package dev.tollgate.runtime.settings;

import dev.tollgate.runtime.settings.KnownSettings.Declared;
import dev.tollgate.runtime.settings.Settings.Effective;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** The values that settings have in one process, and where each comes from. No value of a secret is read. */
record EffectiveSettings(KnownSettings known, List<ConfigSource> sources) {

    private static final String DEFAULT = "default";
    private static final String NONE = "none";
    private static final String FILE = "file";
    private static final List<String> NAMED_SOURCES = List.of("environment", "system properties");

    List<Effective> list() {
        var values = new ArrayList<Effective>();
        for (var declared : known.settings) {
            var given = new TreeSet<String>();
            for (var source : sources) {
                source.getPropertyNames().stream()
                        .filter(name -> declared.pattern().matcher(name).matches())
                        .forEach(given::add);
            }
            given.forEach(name -> values.add(given(name, declared)));
            if (given.isEmpty()) {
                values.add(absent(declared));
            }
        }
        return values;
    }

    private Effective given(String name, Declared declared) {
        var source = strongest(name);
        var secret = declared.setting().secret();
        var value = secret || source == null ? null : source.getValue(name);
        return new Effective(
                name,
                value,
                secret,
                source == null ? NONE : sourceName(source),
                declared.setting().value());
    }

    private static Effective absent(Declared declared) {
        var byDefault = Settings.byDefault(declared.property());
        var secret = declared.setting().secret();
        return new Effective(
                declared.name(),
                secret ? null : byDefault.orElse(null),
                secret,
                byDefault.isPresent() ? DEFAULT : NONE,
                declared.setting().value());
    }

    private @Nullable ConfigSource strongest(String name) {
        ConfigSource found = null;
        for (var source : sources) {
            if (source.getPropertyNames().contains(name)
                    && (found == null || source.getOrdinal() > found.getOrdinal())) {
                found = source;
            }
        }
        return found;
    }

    /** A file is not named: its path belongs to the machine. The library puts a name into brackets. */
    private static String sourceName(ConfigSource source) {
        return NAMED_SOURCES.stream()
                .filter(name -> source.getName().endsWith("[source=" + name + ']'))
                .findFirst()
                .orElse(FILE);
    }
}
