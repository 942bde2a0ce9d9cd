package dev.tollgate.standalone.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.runtime.process.RunningProcess;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.runtime.settings.SettingsSources;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PodTest {
    static Stream<String> parts() {
        return Manifests.parts().stream();
    }

    static Stream<String> workloads() {
        return Stream.concat(parts(), Stream.of("migration", "reconcile"));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void every_setting_of_a_manifest_is_one_the_product_knows_with_a_value_it_takes(String workload) {
        var environment = Manifests.environment(workload);

        assertThat(environment).isNotEmpty();
        assertThatCode(() -> Settings.load(new SettingsSources(Map.of(), environment, null)))
                .doesNotThrowAnyException();
    }

    @Test
    void a_setting_that_nobody_knows_would_be_found() {
        var environment = new TreeMap<>(Manifests.environment("gateway"));
        environment.put("TOLLGATE_GATEWAY_PRT", "8080");

        assertThatThrownBy(() -> Settings.load(new SettingsSources(Map.of(), environment, null)))
                .isInstanceOf(SettingsRejected.class)
                .hasMessageContaining("TOLLGATE_GATEWAY_PRT");
    }

    @Test
    void the_manifests_count_with_the_time_a_process_takes_to_end() {
        assertThat(RunningProcess.END_MAX).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void the_jobs_migrate_and_compare_and_every_part_starts_answers_its_probes_and_ends_with_0() throws Exception {
        var database = TestServers.freshDatabase();
        try (var job = new Pod("migration", database, Map.of())) {
            assertThat(job.awaitEnd()).as(job.log()).isZero();
        }
        try (var job = new Pod("reconcile", database, Map.of())) {
            assertThat(job.awaitEnd()).as(job.log()).isZero();
        }

        for (var part : Manifests.parts()) {
            try (var pod = new Pod(part, database, Map.of("TOLLGATE_PROCESS_DRAIN_GRACE", "0s"))) {
                var _ = pod.awaitReady(Manifests.path(part, "readinessProbe"));
                assertThat(pod.probe(Manifests.path(part, "livenessProbe"))).isEqualTo(200);
                assertThat(pod.probe(Manifests.path(part, "startupProbe"))).isEqualTo(200);
                assertThat(pod.get("/metrics").body()).contains("tollgate_outbox_backlog");

                pod.process.destroy();

                assertThat(pod.awaitEnd()).as(pod.log()).isZero();
            }
        }
    }
}
