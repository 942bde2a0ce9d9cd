package dev.tollgate.modules.cms;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Language tags of BCP 47, in their usual case. */
final class Locales {

    static final String PATTERN = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";
    static final int CHARS_MAX = 35;

    private Locales() {}

    /** The same where there may be none. */
    static @Nullable String canonicalOrNull(@Nullable String tag) {
        return tag == null ? null : canonical(tag);
    }

    /** The tag in its usual case, such as {@code pt-BR}; one that Java does not know as it is. */
    static String canonical(String tag) {
        var usual = Locale.forLanguageTag(tag).toLanguageTag();
        return usual.equalsIgnoreCase(tag) ? usual : tag;
    }
}
