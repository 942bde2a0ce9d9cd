package dev.tollgate.webhooks.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressGuardTest {

    @Test
    void one_private_address_among_public_ones_refuses_all() throws UnknownHostException {
        var guard = guard(List.of());

        assertThat(guard.refused(addresses("8.8.8.8", "2606:4700:4700::1111"))).isEmpty();
        assertThat(guard.refused(addresses("8.8.8.8", "10.0.0.1"))).contains(InetAddress.getByName("10.0.0.1"));
        assertThat(guard.refused(addresses("2606:4700:4700::1111", "fd00::1"))).isPresent();
    }

    @Test
    void only_what_settings_name_is_allowed_beside_the_public() throws UnknownHostException {
        var guard = guard(List.of("10.1.0.0/16", "127.0.0.1", "fd00:1::/32"));

        assertThat(guard.refused(addresses("10.1.2.3", "127.0.0.1", "::ffff:127.0.0.1", "fd00:1::5")))
                .isEmpty();
        assertThat(guard.refused(addresses("10.2.0.1"))).isPresent();
        assertThat(guard.refused(addresses("127.0.0.2"))).isPresent();
        assertThat(guard.refused(addresses("fd00:2::5"))).isPresent();
        assertThat(guard.fault("https://10.1.2.3/")).isEmpty();
        assertThat(guard.fault("https://receiver.internal/")).isEmpty();
        assertThat(guard.fault("https://10.2.0.1/")).isPresent();
    }

    @Test
    void a_policy_names_everything_that_is_wrong_with_it() {
        assertThatThrownBy(() ->
                        AddressPolicy.of(false, List.of("10.0.0.0/33", "some.host"), List.of("443", "0", "9-8", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("10.0.0.0/33", "some.host", "0 is", "9-8", "x is");
    }

    private static AddressGuard guard(List<String> allowed) {
        return new AddressGuard(AddressPolicy.of(false, allowed, List.of("443")));
    }

    private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        var addresses = new ArrayList<InetAddress>();
        for (var text : texts) {
            addresses.add(InetAddress.getByName(text));
        }
        return addresses;
    }
}
