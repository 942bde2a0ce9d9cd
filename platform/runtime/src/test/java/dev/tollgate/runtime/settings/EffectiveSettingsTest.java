package dev.tollgate.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.settings.Settings.Effective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveSettingsTest {

    @TempDir
    private Path folder;

    private static Effective named(List<Effective> settings, String name) {
        return settings.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_value_is_that_of_the_strongest_source_which_is_named() throws IOException {
        var file = Files.writeString(folder.resolve("settings.yaml"), """
                tollgate:
                  postgres:
                    host: from-file
                    user: from-file
                """);

        var settings = Settings.load(new SettingsSources(
                        Map.of("tollgate.postgres.user", "from-properties"),
                        Map.of("TOLLGATE_POSTGRES_DATABASE", "from-environment"),
                        file))
                .effective();

        assertThat(named(settings, "tollgate.postgres.host"))
                .extracting(Effective::value, Effective::source)
                .containsExactly("from-file", "file");
        assertThat(named(settings, "tollgate.postgres.user"))
                .extracting(Effective::value, Effective::source)
                .containsExactly("from-properties", "system properties");
        assertThat(named(settings, "tollgate.postgres.database"))
                .extracting(Effective::value, Effective::source)
                .containsExactly("from-environment", "environment");
        assertThat(named(settings, "tollgate.postgres.port"))
                .extracting(Effective::value, Effective::source)
                .containsExactly("5432", "default");
    }

    @Test
    void a_secret_is_named_and_never_shown() {
        var settings = Settings.load(SettingsSources.of(
                        Map.of("tollgate.test.codes.one", "1234567", "tollgate.postgres.password", "hunter2")))
                .effective();

        assertThat(named(settings, "tollgate.postgres.password"))
                .extracting(Effective::value, Effective::secret, Effective::source)
                .containsExactly(null, true, "system properties");
        assertThat(named(settings, "tollgate.test.codes.one").value()).isNull();
        assertThat(settings.toString()).doesNotContain("hunter2", "1234567");
    }

    @Test
    void each_value_of_a_list_has_its_own_name() {
        var settings = Settings.load(SettingsSources.of(
                        Map.of("tollgate.test.people[0].name", "Ada", "tollgate.test.people[1].name", "Grace")))
                .effective();

        assertThat(named(settings, "tollgate.test.people[1].name").value()).isEqualTo("Grace");
        assertThat(settings).extracting(Effective::name).isSorted();
    }
}
