package dev.tollgate.gateway.control.leaks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.gateway.control.leaks.LeakOperations.Label;
import dev.tollgate.gateway.control.leaks.LeakOperations.LeakVerdict;
import dev.tollgate.gateway.credential.Token;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One token of a report. {@link #toString} never shows it.
 *
 * @param text the token itself, which may be none of ours
 * @param type as the reporter names it
 * @param url where it was found, without tokens in it
 * @param source kind of that place, as the reporter names it
 */
record LeakedToken(
        String text,
        String type,
        @Nullable String url,
        @Nullable String source) {

    static final int URL_CHARS_MAX = 2_048;
    static final int WORD_CHARS_MAX = 100;

    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

    /** An entry of a report; empty where it has no token or no type. */
    static Optional<LeakedToken> of(JsonNode entry) {
        var token = entry.path("token");
        var type = entry.path("type");
        return token.isTextual() && type.isTextual()
                ? Optional.of(new LeakedToken(
                        token.asText(),
                        storable(type.asText()),
                        shown(entry.path("url"), URL_CHARS_MAX),
                        shown(entry.path("source"), WORD_CHARS_MAX)))
                : Optional.empty();
    }

    /** The token, if it has the form of ours. */
    Optional<Token> token() {
        return Token.parse(text);
    }

    LeakVerdict verdict(boolean ours) {
        var hash = Base64.getEncoder().encodeToString(Sha256.of(text));
        return new LeakVerdict(hash, type, ours ? Label.TRUE_POSITIVE : Label.FALSE_POSITIVE);
    }

    @Override
    public String toString() {
        return "leaked token of type " + type;
    }

    /**
     * A text of the report as it may be stored. Tokens are masked once nothing between their characters is left to be
     * taken out, and before the text is cut, so that none is left, whole or in part.
     */
    private static @Nullable String shown(JsonNode value, int charsMax) {
        if (!value.isTextual() || value.asText().isBlank()) {
            return null;
        }
        var text = Token.masked(storable(value.asText()));
        return text.length() > charsMax ? storable(text.substring(0, charsMax)) : text;
    }

    /** Without control characters and halves of a character, which neither PostgreSQL nor JSON takes. */
    private static String storable(String text) {
        var plain = CONTROLS.matcher(text).replaceAll("");
        return new String(plain.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
