package dev.tollgate.gateway.credential;

import dev.tollgate.contract.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The operators of an installation and the hashes of their tokens, as settings name them. A token is random enough for
 * plain SHA-256, so one can be minted on any machine, without the installation's pepper.
 */
public final class OperatorTokens {

    /**
     * A new operator: the hash goes into the settings, the token to the person.
     *
     * @param tokenHash SHA-256 in lower-case hex
     */
    public record Minted(String name, Token token, String tokenHash) {}

    /** The form of an operator's name, in words. */
    public static final String NAME_FORM = "up to 64 lower case letters, digits, dots, dashes and underscores";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Map<String, String> names;

    /**
     * The operators who may enter.
     *
     * @param names operator's name by token hash
     */
    public OperatorTokens(Map<String, String> names) {
        this.names = Map.copyOf(names);
    }

    /** Whether an operator may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static boolean isHash(String hash) {
        return HASH.matcher(hash).matches();
    }

    public static Minted mint(String name, RandomGenerator random) {
        var token = Token.mint(Token.Kind.OPERATOR, random);
        return new Minted(name, token, hash(token));
    }

    /** The name of the operator whose token this is. */
    public Optional<String> operator(Token token) {
        return token.kind() == Token.Kind.OPERATOR ? Optional.ofNullable(names.get(hash(token))) : Optional.empty();
    }

    /**
     * Names the present token of an operator without revealing it, so that a session ends with the token that opened
     * it; empty if there is no such operator.
     */
    public Optional<String> mark(String name) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(entry -> Sha256.hex(("session " + entry.getKey()).getBytes(StandardCharsets.US_ASCII)))
                .findFirst();
    }

    private static String hash(Token token) {
        return Sha256.hex(token.text().getBytes(StandardCharsets.US_ASCII));
    }
}
