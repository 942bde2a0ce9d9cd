package dev.tollgate.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class ApiServerTest {
    private KubernetesClient client;

    @Test
    void everything_is_taken_and_given_back_and_can_be_applied_again() {
        var all = Folders.local();

        all.forEach(one -> client.resource(one).create());
        all.forEach(one -> client.resource(one).update());

        assertThat(all).isNotEmpty().allSatisfy(one -> {
            var kept = client.resource(one).get();
            assertThat(kept).isNotNull();
            assertThat(kept.getMetadata().getLabels())
                    .isEqualTo(one.getMetadata().getLabels());
            assertThat(kept.getMetadata().getUid()).isNotBlank();
        });
        assertThat(client.apps().deployments().inNamespace("tollgate").list().getItems())
                .extracting(one -> one.getMetadata().getName())
                .containsExactlyInAnyOrder(
                        "gateway", "billing-meter", "webhook-dispatcher", "postgres", "redis", "kafka");
    }
}
