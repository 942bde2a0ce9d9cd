package dev.tollgate.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** References between manifests resolve. */
class ReferencesTest {
    private static final Map<String, PodTemplateSpec> PODS = Folders.pods();

    @Test
    void every_configuration_and_secret_that_is_read_exists_with_its_key() {
        var maps = Folders.local(ConfigMap.class).stream()
                .collect(Collectors.toMap(
                        one -> one.getMetadata().getName(), one -> one.getData().keySet()));
        var secrets = Folders.local(Secret.class).stream()
                .collect(Collectors.toMap(
                        one -> one.getMetadata().getName(), one -> one.getData().keySet()));

        containers().forEach(container -> {
            container
                    .getEnvFrom()
                    .forEach(from ->
                            assertThat(maps).containsKey(from.getConfigMapRef().getName()));
            container.getEnv().stream()
                    .filter(one -> one.getValueFrom() != null)
                    .forEach(one -> {
                        var key = one.getValueFrom().getSecretKeyRef();
                        assertThat(secrets.getOrDefault(key.getName(), Set.of()))
                                .contains(key.getKey());
                    });
        });
        volumes()
                .filter(volume -> volume.getConfigMap() != null)
                .forEach(volume ->
                        assertThat(maps).containsKey(volume.getConfigMap().getName()));
    }

    @Test
    void every_secret_key_is_read_by_somebody() {
        var read = containers()
                .flatMap(container -> container.getEnv().stream())
                .filter(one -> one.getValueFrom() != null)
                .map(one -> one.getValueFrom().getSecretKeyRef().getKey())
                .collect(Collectors.toSet());

        assertThat(Folders.local(Secret.class))
                .allSatisfy(one -> assertThat(one.getData().keySet()).isEqualTo(read));
    }

    @Test
    void every_service_account_exists() {
        var accounts = Folders.local(ServiceAccount.class).stream()
                .map(one -> one.getMetadata().getName())
                .toList();

        assertThat(PODS.values().stream()
                        .map(pod -> pod.getSpec().getServiceAccountName())
                        .filter(Objects::nonNull))
                .isNotEmpty()
                .isSubsetOf(accounts);
    }

    @Test
    void every_probe_asks_a_port_of_its_own_container() {
        containers()
                .forEach(container -> Stream.of(
                                container.getStartupProbe(),
                                container.getLivenessProbe(),
                                container.getReadinessProbe())
                        .filter(Objects::nonNull)
                        .forEach(probe -> assertThat(ports(container)).containsAll(asked(probe))));
    }

    @Test
    void every_service_finds_pods_and_their_port() {
        assertThat(Folders.local(Service.class)).isNotEmpty().allSatisfy(service -> {
            var pods = selected(service.getSpec().getSelector());
            assertThat(pods).hasSize(1);
            assertThat(ports(pods.getFirst().getSpec().getContainers().getFirst()))
                    .containsAll(service.getSpec().getPorts().stream()
                            .map(port -> port.getTargetPort().getStrVal())
                            .toList());
        });
    }

    @Test
    void every_deployment_selects_its_own_pods_and_no_others() {
        assertThat(Folders.local(Deployment.class))
                .isNotEmpty()
                .allSatisfy(
                        one -> assertThat(selected(one.getSpec().getSelector().getMatchLabels()))
                                .containsExactly(one.getSpec().getTemplate()));
    }

    @Test
    void every_budget_policy_and_spread_speaks_of_pods_that_exist() {
        var selectors = Stream.of(
                Folders.local(PodDisruptionBudget.class).stream()
                        .map(one -> one.getSpec().getSelector()),
                Folders.local(NetworkPolicy.class).stream()
                        .map(one -> one.getSpec().getPodSelector()),
                PODS.values().stream()
                        .flatMap(pod -> pod.getSpec().getTopologySpreadConstraints().stream())
                        .map(one -> one.getLabelSelector()));

        assertThat(selectors.flatMap(one -> one).map(LabelSelector::getMatchLabels))
                .isNotEmpty()
                .allSatisfy(labels -> assertThat(selected(labels)).isNotEmpty());
    }

    @Test
    void every_mount_has_its_volume_and_every_volume_its_mount() {
        PODS.values()
                .forEach(pod -> assertThat(pod.getSpec().getContainers().stream()
                                .flatMap(container -> container.getVolumeMounts().stream())
                                .map(VolumeMount::getName))
                        .containsExactlyInAnyOrderElementsOf(pod.getSpec().getVolumes().stream()
                                .map(Volume::getName)
                                .toList()));
    }

    private static List<String> asked(Probe probe) {
        return Stream.of(
                        probe.getHttpGet() == null ? null : probe.getHttpGet().getPort(),
                        probe.getTcpSocket() == null
                                ? null
                                : probe.getTcpSocket().getPort())
                .filter(Objects::nonNull)
                .map(IntOrString::getStrVal)
                .toList();
    }

    private static List<String> ports(Container container) {
        return container.getPorts().stream().map(ContainerPort::getName).toList();
    }

    private static List<PodTemplateSpec> selected(Map<String, String> labels) {
        return PODS.values().stream()
                .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    private static Stream<Container> containers() {
        return PODS.values().stream().flatMap(pod -> pod.getSpec().getContainers().stream());
    }

    private static Stream<Volume> volumes() {
        return PODS.values().stream().flatMap(pod -> pod.getSpec().getVolumes().stream());
    }
}
