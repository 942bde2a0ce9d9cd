package dev.tollgate.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the webhook dispatcher of the example may connect to. */
class EgressTest {

    /** The dispatcher's own list: an artifact with another Vert.x than this one. */
    private static final Path PUBLIC_ADDRESSES =
            Path.of("../webhook-dispatcher/src/main/java/dev/tollgate/webhooks/address/PublicAddresses.java");

    private static final Pattern SPECIAL = Pattern.compile("\"([0-9a-f.:]+/\\d+)\"[,)] //");
    /** The default of {@code tollgate.webhooks.allowed-ports}. */
    private static final List<Integer> RECEIVERS = List.of(80, 443, 8080, 8443);

    private static final List<Integer> SERVERS = List.of(53, 5432, 6379, 9092);
    private static final String ALL_OF_IPV4 = "0.0.0.0/0";
    private static final String GLOBAL_UNICAST = "2000::/3";

    @Test
    void receivers_are_at_the_addresses_that_the_dispatcher_takes_for_public() throws IOException {
        var special = SPECIAL.matcher(Files.readString(PUBLIC_ADDRESSES))
                .results()
                .map(found -> found.group(1))
                .toList();

        var excepted = Stream.of(ALL_OF_IPV4, GLOBAL_UNICAST)
                .flatMap(range -> block(range).getExcept().stream())
                .toList();

        assertThat(special).contains("10.0.0.0/8", "3fff::/20");
        assertThat(excepted).containsExactlyElementsOf(special);
    }

    @Test
    void public_addresses_are_reached_by_the_ports_of_receivers_and_all_else_by_those_of_servers() {
        assertThat(rules()).hasSize(5).allSatisfy(rule -> {
            boolean isPublic = blocks(rule)
                    .anyMatch(block ->
                            block.getExcept() != null && !block.getExcept().isEmpty());
            assertThat(ports(rule)).isSubsetOf(isPublic ? RECEIVERS : SERVERS);
            assertThat(rule.getTo())
                    .as("a rule without a peer is for every address")
                    .isNotEmpty();
        });
    }

    @Test
    void it_is_for_dispatchers_and_says_nothing_of_who_connects_to_them() {
        assertThat(policy().getSpec().getPodSelector().getMatchLabels())
                .containsOnly(Map.entry("app.kubernetes.io/name", "webhook-dispatcher"));
        assertThat(policy().getSpec().getPolicyTypes()).containsExactly("Egress");
    }

    private static NetworkPolicy policy() {
        return Strict.objects(Folders.RENDERED_EXAMPLE).stream()
                .filter(NetworkPolicy.class::isInstance)
                .map(NetworkPolicy.class::cast)
                .filter(one -> one.getSpec().getPolicyTypes().contains("Egress"))
                .reduce((one, other) -> {
                    throw new AssertionError("several policies of egress");
                })
                .orElseThrow();
    }

    private static List<NetworkPolicyEgressRule> rules() {
        return policy().getSpec().getEgress();
    }

    private static List<Integer> ports(NetworkPolicyEgressRule rule) {
        return rule.getPorts().stream()
                .map(NetworkPolicyPort::getPort)
                .map(port -> port.getIntVal())
                .toList();
    }

    private static Stream<IPBlock> blocks(NetworkPolicyEgressRule rule) {
        return rule.getTo().stream().map(NetworkPolicyPeer::getIpBlock).filter(Objects::nonNull);
    }

    private static IPBlock block(String cidr) {
        return rules().stream()
                .flatMap(EgressTest::blocks)
                .filter(block -> block.getCidr().equals(cidr))
                .findFirst()
                .orElseThrow();
    }
}
