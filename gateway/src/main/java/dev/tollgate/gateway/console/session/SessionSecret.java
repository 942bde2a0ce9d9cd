package dev.tollgate.gateway.console.session;

import dev.tollgate.contract.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** A random value of 256 bits that only its holder knows: of a session's cookie, or of a sign-in link. */
public record SessionSecret(String text) {

    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** A new one. */
    static SessionSecret mint(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SessionSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The secret in a text; empty for a text that cannot be one. */
    public static Optional<SessionSecret> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new SessionSecret(text)) : Optional.empty();
    }

    /** What is stored in place of it. Random enough for plain SHA-256. */
    public String hash() {
        return Sha256.hex(text);
    }

    /** The token that forms of this session carry: follows from the secret, and does not reveal it. */
    public String formToken() {
        return Sha256.hex("form " + text);
    }

    /** Whether a form carries the token of this session. */
    public boolean isFormToken(String given) {
        return MessageDigest.isEqual(
                formToken().getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "session secret";
    }
}
