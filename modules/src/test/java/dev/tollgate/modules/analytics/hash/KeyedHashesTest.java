package dev.tollgate.modules.analytics.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class KeyedHashesTest {

    private static UUID mac(String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[16], "HmacSHA256"));
        var bytes = ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    @Test
    void a_hash_is_the_first_half_of_the_mac_of_kind_and_text() throws GeneralSecurityException {
        var hashes = KeyedHashes.ofNone();

        assertThat(hashes.actor("ada")).isEqualTo(mac("actor\0ada"));
        assertThat(hashes.eventId("ada")).isEqualTo(mac("event\0ada"));
        assertThat(hashes.actor("ada")).isEqualTo(mac("actor\0ada"));
    }

    @Test
    void a_number_of_a_gigabyte_of_digits_is_hashed_as_it_is_written() {
        var hashes = KeyedHashes.ofNone();

        assertThat(hashes.ofPii(new BigDecimal("1e-999999999")))
                .isEqualTo(hashes.ofPii(new BigDecimal("10e-1000000000")))
                .isNotEqualTo(hashes.ofPii(new BigDecimal("1e-999999998")));
        assertThat(hashes.ofPii(new BigDecimal("1e3"))).isEqualTo(hashes.ofPii(1_000));
    }

    @Test
    void threads_that_share_a_key_get_the_same_hashes() {
        var hashes = KeyedHashes.ofNone();
        var expected =
                IntStream.range(0, 10).mapToObj(i -> hashes.actor("user " + i)).toList();

        var wrong = IntStream.range(0, 20_000)
                .parallel()
                .filter(i -> !hashes.actor("user " + i % 10).equals(expected.get(i % 10)))
                .count();

        assertThat(wrong).isZero();
    }
}
