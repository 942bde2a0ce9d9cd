package dev.tollgate.runtime.settings;

import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every setting that some section declares. In a name, {@code *} is a map's key and {@code [*]} an index. */
final class KnownSettings {
    private static final Pattern WILDCARD = Pattern.compile("\\[\\*]|\\*");
    private static final Pattern NOT_ALPHANUMERIC = Pattern.compile("[^A-Za-z0-9]");

    /**
     * One setting.
     *
     * @param pattern matches its property names
     * @param variable matches the names of its environment variables; groups are the wildcards
     */
    record Declared(String name, Property property, Setting setting, Pattern pattern, Pattern variable) {}

    final List<ConfigClass> classes;
    final List<Declared> settings;

    private KnownSettings(List<ConfigClass> classes, List<Declared> settings) {
        this.classes = List.copyOf(classes);
        this.settings = List.copyOf(settings);
    }

    static KnownSettings load() {
        var classes = ServiceLoader.load(SettingsSection.class).stream()
                .map(section -> ConfigClass.configClass(section.get().declaration()))
                .sorted((one, other) -> one.getPrefix().compareTo(other.getPrefix()))
                .toList();
        var settings = new ArrayList<Declared>();
        for (var declaration : classes) {
            ConfigMappings.getProperties(declaration).forEach((name, property) -> {
                var setting = property.getMethod().getAnnotation(Setting.class);
                if (setting != null) {
                    settings.add(new Declared(name, property, setting, pattern(name), variable(name)));
                }
            });
        }
        settings.sort((one, other) -> one.name().compareTo(other.name()));
        return new KnownSettings(classes, settings);
    }

    Optional<Declared> find(String property) {
        return settings.stream()
                .filter(declared -> declared.pattern().matcher(property).matches())
                .findFirst();
    }

    /** The property that an environment variable sets, or null when it sets none. */
    @Nullable String property(String variable) {
        for (var declared : settings) {
            var match = declared.variable().matcher(variable);
            if (match.matches()) {
                return filled(declared.name(), match.toMatchResult().groupCount() == 0 ? List.of() : groups(match));
            }
        }
        return null;
    }

    private static List<String> groups(java.util.regex.Matcher match) {
        var groups = new ArrayList<String>();
        for (int i = 1; i <= match.groupCount(); i++) {
            groups.add(match.group(i).toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return groups;
    }

    private static String filled(String name, List<String> groups) {
        var rest = new ArrayList<>(groups);
        return WILDCARD.matcher(name)
                .replaceAll(
                        wildcard -> wildcard.group().equals("*") ? rest.removeFirst() : '[' + rest.removeFirst() + ']');
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(between(name, Pattern::quote, "(?:[^.\"\\[\\]]+|\"[^\"]+\")", "\\[\\d+]"));
    }

    private static Pattern variable(String name) {
        return Pattern.compile(between(
                name,
                text -> NOT_ALPHANUMERIC.matcher(text).replaceAll("_").toUpperCase(Locale.ROOT),
                "([A-Z0-9_]+?)",
                "_(\\d+)_?"));
    }

    private static String between(
            String name, java.util.function.UnaryOperator<String> literal, String key, String index) {
        var regex = new StringBuilder();
        var match = WILDCARD.matcher(name);
        int from = 0;
        while (match.find()) {
            regex.append(literal.apply(name.substring(from, match.start())))
                    .append(match.group().equals("*") ? key : index);
            from = match.end();
        }
        return regex.append(literal.apply(name.substring(from))).toString();
    }

    @Override
    public String toString() {
        return settings.stream().map(Declared::name).collect(Collectors.joining("\n"));
    }
}
