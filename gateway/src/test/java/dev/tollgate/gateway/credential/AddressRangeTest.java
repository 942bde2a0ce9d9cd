package dev.tollgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.8, false",
        "203.0.113.0/24, 203.0.113.255, true",
        "203.0.113.128/25, 203.0.113.127, false",
        "0.0.0.0/0, 198.51.100.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "203.0.113.0/24, ::ffff:203.0.113.9, true",
        "::ffff:203.0.113.0/120, 203.0.113.9, true",
        "::203.0.113.9, 203.0.113.9, true",
        "::203.0.113.9, 203.0.113.10, false",
        "::ffff:0:0/96, 198.51.100.1, true",
        "::/0, 2001:db8::1, true",
        "::/0, 198.51.100.1, false",
        "2001:db8::/32, 2001:DB8:ffff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "203.0.113.77/24, 203.0.113.1, true",
        "2001:db8::77/64, 2001:db8::1, true",
        "255.255.255.255, 255.255.255.255, true",
        "128.0.0.0/1, 127.255.255.255, false",
        "::ffff:0:0/95, 198.51.100.1, false"
    })
    void a_range_holds_what_it_says_in_every_form_of_an_address(String range, String address, boolean held) {
        var bytes = AddressRange.bytes(address);

        assertThat(AddressRange.parse(range).holds(bytes)).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "203.0.113",
                "203.0.113.256",
                "203.0.113.07",
                "0203.0.113.7",
                "::ffff:203.0.113.07",
                "00001::1",
                "10/8",
                "/8",
                "203.0.113.*",
                "203.0.113.1-9",
                "203.0.113.0/255.255.255.0",
                "0xcb.0.113.7",
                "3405803783",
                "20010db8000000000000000000000001",
                "203.0.113.7\t",
                "203.0.113.0/2552147483648",
                "203.0.113.0/33",
                "203.0.113.0/",
                "203.0.113.0/-1",
                "203.0.113.0/24/24",
                " 203.0.113.7",
                "2001:db8::/129",
                "fe80::1%eth0",
                "[::1]",
                "2001:db8::1::2"
            })
    void what_is_no_address_is_refused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
