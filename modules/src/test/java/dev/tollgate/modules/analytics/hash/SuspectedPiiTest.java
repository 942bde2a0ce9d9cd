package dev.tollgate.modules.analytics.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuspectedPiiTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.org",
                "write to Ada.Lovelace+news@mail.example.co.uk today",
                "https://shop.example/?email=ada%40example.org&x=1",
                "<åse@blåbær.no>",
                "4111111111111111",
                "card 4111 1111 1111 1111 ok",
                "5500-0000-0000-0004",
                "1 4111111111111111",
                "378282246310005",
                "36227206271667"
            })
    void addresses_and_cards_are_found(String text) {
        assertThat(SuspectedPii.isIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "ada@",
                "@example.org",
                "ada@localhost",
                "price @ 10.50",
                "4111111111111112",
                "1732700000000",
                "2030-01-15T09:00:00.000Z",
                "41111111111111114111111111111111",
                "+47 22 12 34 56"
            })
    void other_text_is_left_alone(String text) {
        assertThat(SuspectedPii.isIn(text)).isFalse();
    }

    @Test
    void a_card_may_be_a_number() {
        assertThat(SuspectedPii.isIn(4111111111111111L)).isTrue();
        assertThat(SuspectedPii.isIn(1732700000000L)).isFalse();
        assertThat(SuspectedPii.isIn(true)).isFalse();
    }

    @Test
    void long_text_takes_linear_time() {
        var many = "a@".repeat(500_000);
        var digits = "4 ".repeat(500_000);
        var thread = ManagementFactory.getThreadMXBean();
        long begin = thread.getCurrentThreadCpuTime();

        assertThat(SuspectedPii.isIn(many)).isFalse();
        assertThat(SuspectedPii.isIn(digits)).isFalse();

        assertThat(Duration.ofNanos(thread.getCurrentThreadCpuTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
}
