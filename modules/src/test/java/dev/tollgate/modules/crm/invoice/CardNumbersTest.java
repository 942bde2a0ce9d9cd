package dev.tollgate.modules.crm.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4242424242424242",
                "4242 4242 4242 4242",
                "4242-4242-4242-4242",
                "4111.1111.1111.1111",
                "4111\u00a01111\u00a01111\u00a01111",
                "4111\u202f1111/1111_1111",
                "\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11",
                "\u0664\u0661\u0661\u0661 1111 1111 1111",
                "378282246310005",
                "4222222222222",
                "6304000000000000000"
            })
    void thirteen_to_nineteen_digits_with_a_valid_check_digit_are_a_card_number(String text) {
        assertThat(CardNumbers.isOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4242424242424241",
                "4242424242424224",
                "424242424242",
                "42424242424242424242",
                "INV-000001",
                "pi_4242424242424242",
                "4111.1111.1111.1112",
                "4111 1111 1111 1111 a",
                "DE02120300000000202051",
                ""
            })
    void other_references_are_not(String text) {
        assertThat(CardNumbers.isOne(text)).isFalse();
    }
}
