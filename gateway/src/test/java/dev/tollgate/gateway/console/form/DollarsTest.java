package dev.tollgate.gateway.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DollarsTest {

    @ParameterizedTest
    @CsvSource({
        "0,$0.00",
        "100,$0.0001",
        "1250000,$1.25",
        "-20,-$0.00002",
        "999000000,$999.00",
        "1000000000000,'$1,000,000.00'"
    })
    void an_amount_is_shown_exactly(long micros, String shown) {
        assertThat(Dollars.signed(micros)).isEqualTo(shown);
    }

    @Test
    void what_is_shown_in_a_field_is_read_back() {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long micros = random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
            assertThat(Dollars.micros(micros < 0 ? "-" + Dollars.plain(-micros) : Dollars.plain(micros)))
                    .hasValue(micros);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.0000001", "1e3", "1,5", "--1", "9999999999999"})
    void what_is_no_amount_is_none(String typed) {
        assertThat(Dollars.micros(typed)).isEmpty();
    }
}
