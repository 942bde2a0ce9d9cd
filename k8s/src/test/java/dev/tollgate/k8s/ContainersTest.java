package dev.tollgate.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules for every container, ours and others'. */
class ContainersTest {
    /** As {@code RunningProcess.END_MAX}, which a test beside the product compares. */
    private static final Duration END_MAX = Duration.ofSeconds(20);

    static Stream<Map.Entry<String, PodTemplateSpec>> pods() {
        return Folders.pods().entrySet().stream();
    }

    static Stream<Deployment> parts() {
        return Folders.local(Deployment.class).stream()
                .filter(one -> one.getMetadata().getLabels().containsKey("app.kubernetes.io/part-of"));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void nobody_is_root_or_can_become_it(Map.Entry<String, PodTemplateSpec> pod) {
        var spec = pod.getValue().getSpec();

        var security = spec.getSecurityContext();
        assertThat(security.getRunAsNonRoot()).isTrue();
        assertThat(security.getRunAsUser()).isPositive();
        assertThat(security.getRunAsGroup()).isPositive();
        assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(spec.getContainers()).isNotEmpty().allSatisfy(container -> {
            var own = container.getSecurityContext();
            assertThat(own.getAllowPrivilegeEscalation()).isFalse();
            assertThat(own.getReadOnlyRootFilesystem()).isTrue();
            assertThat(own.getPrivileged()).isNotEqualTo(true);
            assertThat(own.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(own.getCapabilities().getAdd()).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("pods")
    void nothing_of_the_node_or_the_cluster_is_reached(Map.Entry<String, PodTemplateSpec> pod) {
        PodSpec spec = pod.getValue().getSpec();

        assertThat(spec.getHostNetwork()).isNull();
        assertThat(spec.getHostPID()).isNull();
        assertThat(spec.getHostIPC()).isNull();
        assertThat(spec.getAutomountServiceAccountToken()).isFalse();
        assertThat(spec.getEnableServiceLinks())
                .as("variables of services would be taken for settings")
                .isFalse();
        assertThat(spec.getVolumes())
                .allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
    }

    @ParameterizedTest
    @MethodSource("pods")
    void everything_has_requests_and_limits_and_a_version(Map.Entry<String, PodTemplateSpec> pod) {
        assertThat(pod.getValue().getSpec().getContainers()).allSatisfy(container -> {
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
            assertThat(container.getImage()).matches("[a-z/]+:[0-9][^:]*");
        });
    }

    @ParameterizedTest
    @MethodSource("parts")
    void a_part_has_its_probes_and_its_name_as_argument(Deployment part) {
        var container = part.getSpec().getTemplate().getSpec().getContainers().getFirst();

        assertThat(container.getArgs()).containsExactly(part.getMetadata().getName());
        assertThat(container.getCommand()).isEmpty();
        assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/live");
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
    }

    @ParameterizedTest
    @MethodSource("parts")
    void a_part_has_time_to_be_forgotten_to_drain_and_to_end(Deployment part) {
        var spec = part.getSpec().getTemplate().getSpec();
        var preStop = spec.getContainers()
                .getFirst()
                .getLifecycle()
                .getPreStop()
                .getSleep()
                .getSeconds();

        var needed = Duration.ofSeconds(preStop)
                .plus(setting("TOLLGATE_PROCESS_DRAIN_GRACE"))
                .plus(setting("TOLLGATE_PROCESS_DRAIN_TIMEOUT"))
                .plus(END_MAX);

        assertThat(Duration.ofSeconds(spec.getTerminationGracePeriodSeconds())).isGreaterThan(needed);
    }

    private static Duration setting(String name) {
        return Folders.local(ConfigMap.class).stream()
                .map(map -> map.getData().get(name))
                .filter(value -> value != null)
                .map(value -> Duration.parse("PT" + value))
                .findFirst()
                .orElseThrow();
    }
}
