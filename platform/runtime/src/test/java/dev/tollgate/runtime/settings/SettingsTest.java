package dev.tollgate.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void properties_win_over_the_environment_which_wins_over_the_file_which_wins_over_defaults() throws IOException {
        var file = Files.writeString(folder.resolve("tollgate.yaml"), """
                tollgate:
                  postgres:
                    host: from-file
                    database: from-file
                    user: from-file
                  kafka:
                    partitions: 12
                """);
        var sources = new SettingsSources(
                Map.of("tollgate.postgres.user", "from-properties", "user.home", "ignored"),
                Map.of("TOLLGATE_POSTGRES_DATABASE", "from-environment", "TOLLGATE_POSTGRES_USER", "no", "PATH", "x"),
                file);

        var settings = Settings.load(sources);

        var postgres = settings.get(PostgresDeclaration.class);
        assertThat(postgres.host()).isEqualTo("from-file");
        assertThat(postgres.database()).isEqualTo("from-environment");
        assertThat(postgres.user()).isEqualTo("from-properties");
        assertThat(postgres.port()).isEqualTo(5432);
        assertThat(settings.get(KafkaDeclaration.class).partitions()).isEqualTo(12);
    }

    @Test
    void every_fault_is_named_at_once() {
        var sources = new SettingsSources(
                Map.of(
                        "tollgate.postgres.port", "many",
                        "tollgate.kafka.partitions", "0",
                        "tollgate.postgres.prot", "1"),
                Map.of("TOLLGATE_NO_SUCH_THING", "1"),
                folder.resolve("missing.yaml"));

        var rejected = catchThrowableOfType(SettingsRejected.class, () -> Settings.load(sources));

        assertThat(rejected.faults()).hasSize(5);
        assertThat(rejected)
                .hasMessageContaining("tollgate.postgres.port")
                .hasMessageContaining("tollgate.kafka.partitions must be between 1 and 1024")
                .hasMessageContaining("tollgate.postgres.prot is not a setting")
                .hasMessageContaining("TOLLGATE_NO_SUCH_THING is not a setting")
                .hasMessageContaining("missing.yaml cannot be read");
    }

    @Test
    void a_file_whose_lists_hold_themselves_is_refused_before_it_fills_the_heap() throws IOException {
        var file = Files.writeString(folder.resolve("endless.yaml"), """
                a: &a [x, x, x, x]
                b: &b [*a, *a, *b, c]
                """);

        var rejected = catchThrowableOfType(
                SettingsRejected.class, () -> Settings.load(new SettingsSources(Map.of(), Map.of(), file)));

        assertThat(rejected)
                .hasMessageContaining("endless.yaml is not YAML, or has an alias of a list or map")
                .hasMessageNotContaining("Exception");
    }

    @Test
    void a_fault_never_shows_a_secret() {
        var sources = SettingsSources.of(Map.of("tollgate.test.codes.one", "hunter2", "tollgate.test.wait", "soon"));

        var rejected = catchThrowableOfType(SettingsRejected.class, () -> Settings.load(sources));

        assertThat(rejected).hasMessageContaining("tollgate.test.codes.one").hasMessageNotContaining("hunter2");
        assertThat(rejected).hasMessageContaining("tollgate.test.wait");
    }

    @Test
    void maps_and_lists_are_set_from_the_environment_too() {
        var sources = new SettingsSources(
                Map.of(),
                Map.of(
                        "TOLLGATE_TEST_CODES_TWO", "2",
                        "TOLLGATE_TEST_PEOPLE_0_NAME", "Ada",
                        "TOLLGATE_TEST_PEOPLE_1__NAME", "Grace",
                        "TOLLGATE_TEST_WAIT", "250ms"),
                null);

        var section = Settings.load(sources).get(TestDeclaration.class);

        assertThat(section.codes()).containsExactly(Map.entry("two", 2));
        assertThat(section.people()).extracting(TestDeclaration.Person::name).containsExactly("Ada", "Grace");
        assertThat(section.waiting()).hasMillis(250);
    }

    @Test
    void every_setting_is_described() {
        var described = Settings.describe();

        assertThat(described)
                .filteredOn(setting -> setting.name().equals("tollgate.kafka.partitions"))
                .singleElement()
                .satisfies(setting -> {
                    assertThat(setting.variable()).isEqualTo("TOLLGATE_KAFKA_PARTITIONS");
                    assertThat(setting.byDefault()).contains("8");
                    assertThat(setting.meaning()).isNotBlank();
                });
    }
}
