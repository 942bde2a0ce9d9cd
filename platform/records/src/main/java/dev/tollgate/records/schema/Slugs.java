package dev.tollgate.records.schema;

import dev.tollgate.contract.caller.Id;
import java.text.Normalizer;
import java.util.Locale;

/** Names in URLs. */
public final class Slugs {

    public static final String PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$";
    public static final int CHARS_MAX = 128;

    private Slugs() {}

    /** Letters and digits of a title, the rest as hyphens; the record's id where no Latin letter is left. */
    public static String of(String title, Id id) {
        var plain = Normalizer.normalize(title, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-");
        var slug = plain.substring(0, Math.min(plain.length(), CHARS_MAX)).replaceAll("^-|-$", "");
        return slug.isEmpty() ? id.text().replace('_', '-') : slug;
    }
}
