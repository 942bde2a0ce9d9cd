package dev.tollgate.modules.cms;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Language tags of BCP 47: which ones an input may have, and in which case they are stored. */
final class Locales {

    static final String PATTERN = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";
    static final int CHARS_MAX = 35;

    private Locales() {}

    /** The same as {@link #canonical}, where there may be no tag. */
    static @Nullable String canonicalOrNull(@Nullable String tag) {
        return tag == null ? null : canonical(tag);
    }

    /** Language in lower case, script capitalized, region in upper case; a tag that Java cannot read stays as it is. */
    static String canonical(String tag) {
        var usual = Locale.forLanguageTag(tag).toLanguageTag();
        return usual.equalsIgnoreCase(tag) ? usual : tag;
    }
}
