package dev.tollgate.gateway.console.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Words of people for names of fields, paths and operations. */
public final class Label {

    private static final Map<String, String> ACRONYMS = Map.of(
            "id", "ID", "ids", "IDs", "api", "API", "mcp", "MCP", "url", "URL", "urls", "URLs", "ip", "IP", "ips",
            "IPs", "csv", "CSV");
    private static final String MICROS = "_micros";

    private Label() {}

    /** {@code spend_micros} reads "Spend", {@code api-keys} "API keys". */
    public static String of(String name) {
        var bare = name.endsWith(MICROS) ? name.substring(0, name.length() - MICROS.length()) : name;
        var words = new ArrayList<String>();
        for (var word : List.of(bare.split("[_\\-. ]+", -1))) {
            if (!word.isEmpty()) {
                words.add(ACRONYMS.getOrDefault(word.toLowerCase(Locale.ROOT), word));
            }
        }
        var text = String.join(" ", words);
        return text.isEmpty() ? name : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
