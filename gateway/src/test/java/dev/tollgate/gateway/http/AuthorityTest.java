package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

    @ParameterizedTest
    @CsvSource({
        "tollgate.example, tollgate.example",
        "my_service:8080, my_service",
        "a:, a",
        "[::1]:80, [::1]",
        "[2001:db8::1], [2001:db8::1]",
        "127.0.0.1:65535, 127.0.0.1",
    })
    void a_host_is_what_stands_before_its_port(String authority, String host) {
        assertThat(Authority.host(authority)).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a:x",
                "a:99999",
                "a:000000080",
                "x@a",
                "a/",
                "a/b",
                "a?b",
                "a#b",
                "a b",
                "[::1",
                "[::1]x",
                "[x]",
                "a:80:81",
                "a\\b",
                "fa\u00df.de",
                "[\u0661::1]"
            })
    void what_is_no_authority_has_no_host(String text) {
        assertThat(Authority.host(text)).isNull();
    }
}
