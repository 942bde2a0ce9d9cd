package dev.tollgate.contract.caller;

import com.github.f4b6a3.uuid.codec.base.BaseNCodec;
import java.util.Optional;
import java.util.UUID;

/** The text form of ids: prefix, underscore, 26 characters of Crockford base32 (TypeID specification 0.3). */
public final class TypeId {

    private static final int SUFFIX_LENGTH = 26;
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final BaseNCodec BASE32 = BaseNCodec.newInstance(ALPHABET);
    private static final ClassValue<String> PREFIXES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            var prefix = type.getAnnotation(IdPrefix.class);
            if (prefix == null) {
                throw new IllegalArgumentException(type.getName() + " carries no @IdPrefix");
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
        return prefix(type) + '_' + BASE32.encode(value);
    }

    /** The uuid in {@code text}, or empty when it is not the text form of an id with this prefix. Never throws. */
    public static Optional<UUID> parse(String prefix, String text) {
        if (text.length() != prefix.length() + 1 + SUFFIX_LENGTH
                || !text.startsWith(prefix)
                || text.charAt(prefix.length()) != '_') {
            return Optional.empty();
        }
        return suffix(text.substring(prefix.length() + 1));
    }

    /** A regular expression that the text form of this id type matches, for JSON Schema. */
    public static String pattern(Class<?> type) {
        return "^" + prefix(type) + "_[0-7][" + ALPHABET + "]{" + (SUFFIX_LENGTH - 1) + "}$";
    }

    private static Optional<UUID> suffix(String suffix) {
        if (suffix.charAt(0) > '7' || !suffix.chars().allMatch(letter -> ALPHABET.indexOf(letter) >= 0)) {
            return Optional.empty();
        }
        return Optional.of(BASE32.decode(suffix));
    }
}
