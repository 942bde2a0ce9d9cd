package dev.tollgate.gateway.console.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Words of people for names of fields, paths and operations. */
public final class Label {

    private static final Set<String> ACRONYMS = Set.of("id", "api", "mcp", "url", "ip", "csv", "dns", "tls");
    private static final String MICROS = "_micros";

    private Label() {}

    /** {@code spend_micros} reads "Spend", {@code api-keys} "API keys". */
    public static String of(String name) {
        var bare = name.endsWith(MICROS) ? name.substring(0, name.length() - MICROS.length()) : name;
        var words = new ArrayList<String>();
        for (var word : List.of(bare.split("[_\\-. ]+", -1))) {
            if (!word.isEmpty()) {
                words.add(spelled(word));
            }
        }
        var text = String.join(" ", words).replaceFirst("\\btop up\\b", "top-up");
        return text.isEmpty() ? name : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String spelled(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        if (ACRONYMS.contains(lower)) {
            return lower.toUpperCase(Locale.ROOT);
        }
        var singular = lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower;
        return ACRONYMS.contains(singular) ? singular.toUpperCase(Locale.ROOT) + 's' : word;
    }
}
