package dev.tollgate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.credential.AddressRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

    private final ConnectionLimits limits =
            new ConnectionLimits(new ConnectionLimits.Bounds(5, 2, List.of(AddressRange.parse("127.0.0.0/8"))));

    private boolean opens(String address) {
        return limits.slot().countFor(address);
    }

    @Test
    void an_address_has_its_bound_and_no_other_pays_for_it() {
        assertThat(opens("203.0.113.1")).isTrue();
        assertThat(opens("203.0.113.1")).isTrue();

        assertThat(opens("203.0.113.1")).isFalse();
        assertThat(opens("203.0.113.2")).isTrue();
    }

    @Test
    void a_place_that_was_given_back_is_free_again() {
        var first = limits.slot();
        assertThat(first.countFor("203.0.113.1")).isTrue();
        assertThat(opens("203.0.113.1")).isTrue();

        first.release();

        assertThat(opens("203.0.113.1")).isTrue();
        assertThat(opens("203.0.113.1")).isFalse();
    }

    @Test
    void addresses_of_one_ipv6_network_are_one_caller() {
        assertThat(opens("2001:db8::1")).isTrue();
        assertThat(opens("2001:db8::ffff:2")).isTrue();

        assertThat(opens("2001:db8::3")).isFalse();
        assertThat(opens("2001:db8:0:1::3")).isTrue();
    }

    @Test
    void an_exempt_address_is_bound_by_the_process_alone() {
        for (int at = 0; at < 5; at++) {
            assertThat(opens("127.0.0.1")).isTrue();
        }

        assertThat(limits.slot()).isNull();
    }
}
