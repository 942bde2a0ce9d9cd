package dev.tollgate.fuzz;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.runtime.settings.SettingsSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Any settings are taken, or rejected with their faults by name and without a secret. */
public final class SettingsFuzz {

    private static final Path FOLDER = folder();
    private static final String SECRET = "s3cr3t-pepper-that-is-told-to-nobody";

    private SettingsFuzz() {}

    /** A file of YAML or of properties, or lines of environment variables. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (Property.text(input).contains(SECRET)) {
            return; // the fuzzer has learned the secret: a document with it in a name is told that name
        }
        var choices = new Choices(input);
        switch (choices.below(3)) {
            case 0 -> load(Map.of(), written("settings.yaml", choices.rest()));
            case 1 -> load(Map.of(), written("settings.properties", choices.rest()));
            default -> load(environment(Property.text(choices.rest())), null);
        }
    }

    private static void load(Map<String, String> environment, @Nullable Path file) {
        try {
            var _ = Settings.load(new SettingsSources(Map.of("tollgate.pepper.secret", SECRET), environment, file));
        } catch (SettingsRejected rejected) {
            Property.holds(!rejected.faults().isEmpty(), "a rejection names a fault");
            Property.holds(
                    rejected.faults().stream().noneMatch(fault -> fault.contains(SECRET)), "a fault tells no secret");
        }
    }

    private static Map<String, String> environment(String lines) {
        var variables = new HashMap<String, String>();
        lines.lines().forEach(line -> {
            var parts = line.split("=", 2);
            variables.put("TOLLGATE_" + parts[0], parts[parts.length - 1]);
        });
        return variables;
    }

    private static Path written(String name, byte[] content) {
        try {
            return Files.write(FOLDER.resolve(name), content);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Path folder() {
        try {
            var folder = Files.createTempDirectory("tollgate-fuzz");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
