package dev.tollgate.gateway.control.workspaces;

import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;

/** Slugs made from names. */
final class Slug {

    private static final int LENGTH_MAX = 50;
    private static final int TAIL_LENGTH = 8;

    private Slug() {}

    /** Letters and digits of the name, the rest as hyphens; {@code workspace} where nothing is left. */
    static String of(String name) {
        var plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-");
        var slug = trimmed(plain.substring(0, Math.min(plain.length(), LENGTH_MAX)));
        return slug.isEmpty() ? "workspace" : slug;
    }

    /** The same with the random end of an id, for a name that others have too. */
    static String of(String name, UUID id) {
        var hex = id.toString();
        return of(name) + '-' + hex.substring(hex.length() - TAIL_LENGTH);
    }

    private static String trimmed(String text) {
        return text.replaceAll("^-+|-+$", "");
    }
}
