package dev.tollgate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tollgate.gateway.access.ClientAddresses.Source;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressesTest {

    private static final List<String> PROXIES = List.of("10.0.0.0/8");

    private static String forwardedFor(String peer, String... lines) {
        return client(Source.X_FORWARDED_FOR, peer, lines);
    }

    private static String forwarded(String peer, String... lines) {
        return client(Source.FORWARDED, peer, lines);
    }

    private static String client(Source source, String peer, String... lines) {
        var addresses = new ClientAddresses(PROXIES, source);
        var name = source == Source.FORWARDED ? "Forwarded" : "X-Forwarded-For";
        return addresses.client(addresses.peer(peer), header -> header.equals(name) ? Arrays.asList(lines) : List.of());
    }

    @Test
    void without_trusted_proxies_the_peer_is_the_client() {
        var addresses = new ClientAddresses(List.of());

        assertThat(addresses.client(addresses.peer("10.0.0.1"), _ -> List.of("203.0.113.9")))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void behind_a_trusted_proxy_the_first_untrusted_hop_from_the_right_is_the_client() {
        assertThat(forwardedFor("10.0.0.1", "198.51.100.7, 203.0.113.9, 10.1.2.3"))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void all_lines_are_one_list_whichever_of_them_the_client_wrote() {
        assertThat(forwardedFor("10.0.0.1", "198.51.100.7", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(forwardedFor("10.0.0.1", "198.51.100.7", "203.0.113.9", "10.1.2.3"))
                .isEqualTo("203.0.113.9");
        assertThat(forwardedFor("10.0.0.1", "198.51.100.7", "203.0.113.9, 10.1.2.3", "10.9.9.9"))
                .isEqualTo("203.0.113.9");
        assertThat(forwarded("10.0.0.1", "for=198.51.100.7", "for=203.0.113.9")).isEqualTo("203.0.113.9");
    }

    @Test
    void a_peer_nobody_trusts_cannot_name_another_address() {
        assertThat(forwardedFor("203.0.113.1", "198.51.100.7")).isEqualTo("203.0.113.1");
        assertThat(forwarded("203.0.113.1", "for=198.51.100.7")).isEqualTo("203.0.113.1");
    }

    @Test
    void a_header_that_the_setting_does_not_name_is_ignored() {
        for (var source : Source.values()) {
            var addresses = new ClientAddresses(PROXIES, source);

            var client = addresses.client(addresses.peer("10.0.0.1"), name -> switch (name) {
                case "X-Forwarded-For" -> List.of("198.51.100.1");
                case "Forwarded" -> List.of("for=198.51.100.2");
                default -> List.of();
            });

            assertThat(client)
                    .isEqualTo(
                            switch (source) {
                                case X_FORWARDED_FOR -> "198.51.100.1";
                                case FORWARDED -> "198.51.100.2";
                                case PROXY_PROTOCOL -> "10.0.0.1";
                            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil", "unknown", "_hidden", "", "1.2.3.4.5", "010.1.1.1", "203.0.113.9:http", "[::1", "::1:x"})
    void a_hop_that_is_no_address_ends_the_chain(String hop) {
        assertThat(forwardedFor("10.0.0.1", "198.51.100.7, " + hop + ", 10.1.2.3"))
                .isEqualTo("10.1.2.3");
        assertThat(forwarded("10.0.0.1", "for=198.51.100.7, for=\"" + hop + "\", for=10.1.2.3"))
                .isEqualTo("10.1.2.3");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "203.0.113.9:5678, 203.0.113.9",
        "::ffff:203.0.113.9, 203.0.113.9",
        "[::ffff:cb00:7109]:80, 203.0.113.9",
        "2001:DB8:0:0::1, 2001:db8::1",
        "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "[2001:db8::1], 2001:db8::1",
        "[2001:db8::1]:443, 2001:db8::1",
        "fe80::1%eth0, fe80::1",
    })
    void an_address_has_one_spelling(String hop, String spelling) {
        assertThat(forwardedFor("10.0.0.1", hop)).isEqualTo(spelling);
        assertThat(forwarded("10.0.0.1", "for=\"" + hop + "\"")).isEqualTo(spelling);
        assertThat(forwardedFor(hop.replaceAll(":5678|\\[|]:?.*", ""))).isEqualTo(spelling);
    }

    @Test
    void more_hops_than_an_honest_chain_has_are_not_walked() {
        var chain = "198.51.100.7, " + "10.1.1.1, ".repeat(ClientAddresses.HOPS_MAX) + "10.2.2.2";

        assertThat(forwardedFor("10.0.0.1", chain)).isEqualTo("10.1.1.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=203.0.113.9 | 203.0.113.9",
                "FOR = 203.0.113.9 ;proto=https | 203.0.113.9",
                "proto=https;by=\"a,b;for=1.1.1.1\";for=\"203.0.113.9:80\" | 203.0.113.9",
                "for=\"[2001:db8::1]:_secret\" | 2001:db8::1",
                "for=198.51.100.7, host=\"a\\\"b\";for=203.0.113.9 | 203.0.113.9",
                "for=\"198.51.100.7, for=203.0.113.9 | 203.0.113.9",
                "for=203.0.113.9;for=198.51.100.7 | 10.0.0.1",
                "proto=https | 10.0.0.1",
            })
    void an_element_of_forwarded_names_its_node_and_cannot_hide_the_next(String line, String client) {
        assertThat(forwarded("10.0.0.1", line.strip())).isEqualTo(client.strip());
    }

    /** Whatever a client sends, what the proxy appends is what counts, on the same line or on one of its own. */
    @Property
    void nothing_a_client_sends_changes_what_its_proxy_says(
            @ForAll @StringLength(max = 40) @CharRange(from = ' ', to = '~') String sent) {
        assertThat(forwardedFor("10.0.0.1", sent + ", 203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(forwardedFor("10.0.0.1", sent, "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(forwarded("10.0.0.1", sent + ", for=203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(forwarded("10.0.0.1", sent, "for=203.0.113.9;proto=http")).isEqualTo("203.0.113.9");
    }

    @Test
    void a_range_that_is_none_is_refused_at_start() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientAddresses(List.of("10.0.0.0/99")))
                .withMessageStartingWith("10.0.0.0/99 ");
    }
}
