package dev.tollgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenTest {

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private final Random random = new Random(7);

    @ParameterizedTest
    @EnumSource
    void a_minted_token_is_read_back_as_its_kind(Token.Kind kind) {
        var minted = Token.mint(kind, random);

        var read = Token.parse(minted.text());

        assertThat(read).contains(minted);
        assertThat(minted.text()).matches(kind.prefix() + "[0-9A-Za-z]{36}");
    }

    @Test
    void the_last_six_letters_are_the_crc32_of_what_precedes_in_base62() {
        var text = Token.mint(Token.Kind.API_KEY, random).text();
        var crc = new CRC32();

        crc.update(text.substring(0, 34).getBytes(StandardCharsets.US_ASCII));

        long sum = 0;
        for (int at = 34; at < text.length(); at++) {
            sum = sum * 62 + BASE62.indexOf(text.charAt(at));
        }
        assertThat(sum).isEqualTo(crc.getValue());
    }

    @Test
    void a_token_with_any_single_letter_changed_is_refused() {
        var text = Token.mint(Token.Kind.MCP_CLIENT, random).text();

        for (int at = 0; at < text.length(); at++) {
            for (int letter = 0; letter < BASE62.length(); letter++) {
                var other = text.substring(0, at) + BASE62.charAt(letter) + text.substring(at + 1);
                if (!other.equals(text)) {
                    assertThat(Token.parse(other)).as(other).isEmpty();
                }
            }
        }
    }

    @Test
    void junk_is_refused_and_never_throws() {
        var whole = Token.mint(Token.Kind.API_KEY, random).text();

        assertThat(Token.parse("")).isEmpty();
        assertThat(Token.parse("tgk_")).isEmpty();
        assertThat(Token.parse(whole + "0")).isEmpty();
        assertThat(Token.parse(whole.substring(1))).isEmpty();
        assertThat(Token.parse("tgx_" + whole.substring(4))).isEmpty();
        assertThat(Token.parse("tgk_" + "é".repeat(36))).isEmpty();
    }

    @Test
    void a_token_in_a_message_shows_twelve_characters_and_no_more() {
        var token = Token.mint(Token.Kind.OPERATOR, random);

        assertThat(token.toString()).isEqualTo(token.text().substring(0, 12) + "…");
    }

    @Test
    void the_random_part_uses_the_whole_alphabet_evenly() {
        Map<Character, Integer> seen = new HashMap<>();

        for (int round = 0; round < 10_000; round++) {
            var text = Token.mint(Token.Kind.API_KEY, random).text();
            for (int at = 4; at < 34; at++) {
                seen.merge(text.charAt(at), 1, Integer::sum);
            }
        }

        assertThat(seen).hasSize(62);
        assertThat(seen.values()).allSatisfy(count -> assertThat(count).isBetween(4400, 5300));
    }
}
