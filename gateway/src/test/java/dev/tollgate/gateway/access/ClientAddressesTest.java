package dev.tollgate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressesTest {

    @Test
    void without_trusted_proxies_the_peer_is_the_client() {
        var addresses = new ClientAddresses(List.of());

        assertThat(addresses.client("10.0.0.1", "203.0.113.9")).isEqualTo("10.0.0.1");
    }

    @Test
    void behind_a_trusted_proxy_the_first_untrusted_hop_from_the_right_is_the_client() {
        var addresses = new ClientAddresses(List.of("10.0.0.0/8"));

        var client = addresses.client("10.0.0.1", "198.51.100.7, 203.0.113.9, 10.1.2.3");

        assertThat(client).isEqualTo("203.0.113.9");
    }

    @Test
    void a_peer_nobody_trusts_cannot_name_another_address() {
        var addresses = new ClientAddresses(List.of("10.0.0.0/8"));

        assertThat(addresses.client("203.0.113.1", "198.51.100.7")).isEqualTo("203.0.113.1");
    }

    @Test
    void a_hop_that_is_no_address_ends_the_chain() {
        var addresses = new ClientAddresses(List.of("10.0.0.0/8"));

        assertThat(addresses.client("10.0.0.1", "evil, 10.1.2.3")).isEqualTo("10.1.2.3");
    }

    @Test
    void a_range_that_is_none_is_refused_at_start() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientAddresses(List.of("10.0.0.0/99")));
    }
}
