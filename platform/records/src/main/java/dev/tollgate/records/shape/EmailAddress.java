package dev.tollgate.records.shape;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rules of e-mail addresses in records. */
public final class EmailAddress {

    /** Something before and after one {@code @}, without spaces: what is a mailbox only its server knows. */
    public static final String PATTERN = "^[^@\\s]+@[^@\\s]+$";

    public static final int CHARS_MAX = 254;

    private EmailAddress() {}

    /** An address, or a domain of addresses, as records keep it and lists look for it. */
    public static @Nullable String lowerCase(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
