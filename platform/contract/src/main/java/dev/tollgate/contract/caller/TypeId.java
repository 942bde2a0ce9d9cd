package dev.tollgate.contract.caller;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The text form of ids: prefix, underscore, 26 characters of Crockford base32 (TypeID specification 0.3). */
public final class TypeId {

    /** Letters behind the underscore. */
    public static final int SUFFIX_LENGTH = 26;

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final byte[] LETTERS = ALPHABET.getBytes(StandardCharsets.ISO_8859_1);
    private static final int LETTER_BITS = 5;
    private static final int LETTER_MASK = (1 << LETTER_BITS) - 1;
    private static final ClassValue<String> PREFIXES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            var prefix = type.getAnnotation(IdPrefix.class);
            if (prefix == null) {
                throw new IllegalArgumentException(type.getName() + " has no @IdPrefix");
            }
            return prefix.value();
        }
    };

    private TypeId() {}

    /** The prefix of an id type, without the underscore. */
    public static String prefix(Class<?> type) {
        return PREFIXES.get(type);
    }

    public static String text(Class<? extends Id> type, UUID value) {
        var prefix = prefix(type);
        var letters = new byte[prefix.length() + 1 + SUFFIX_LENGTH];
        var _ = write(prefix, value, letters, 0);
        return new String(letters, StandardCharsets.ISO_8859_1);
    }

    /** Writes the text form as ASCII at {@code at} and returns where it ends. */
    public static int write(String prefix, UUID value, byte[] letters, int at) {
        int next = at;
        for (int letter = 0; letter < prefix.length(); letter++) {
            letters[next++] = (byte) prefix.charAt(letter);
        }
        letters[next] = '_';
        int end = next + 1 + SUFFIX_LENGTH;
        long high = value.getMostSignificantBits();
        long low = value.getLeastSignificantBits();
        for (int place = end - 1; place > next; place--) {
            letters[place] = LETTERS[(int) low & LETTER_MASK];
            low = (low >>> LETTER_BITS) | (high << (Long.SIZE - LETTER_BITS));
            high >>>= LETTER_BITS;
        }
        return end;
    }

    /** The uuid in {@code text}, or empty when it is not the text form of an id with this prefix. Never throws. */
    public static Optional<UUID> parse(String prefix, String text) {
        if (text.length() != prefix.length() + 1 + SUFFIX_LENGTH
                || !text.startsWith(prefix)
                || text.charAt(prefix.length()) != '_') {
            return Optional.empty();
        }
        return suffix(text, prefix.length() + 1);
    }

    /** A regular expression that the text form of this id type matches, for JSON Schema. */
    public static String pattern(Class<?> type) {
        return "^" + prefix(type) + "_[0-7][" + ALPHABET + "]{" + (SUFFIX_LENGTH - 1) + "}$";
    }

    private static Optional<UUID> suffix(String text, int from) {
        if (text.charAt(from) > '7') {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int at = from; at < text.length(); at++) {
            int value = ALPHABET.indexOf(text.charAt(at));
            if (value < 0) {
                return Optional.empty();
            }
            high = (high << LETTER_BITS) | (low >>> (Long.SIZE - LETTER_BITS));
            low = (low << LETTER_BITS) | value;
        }
        return Optional.of(new UUID(high, low));
    }
}
