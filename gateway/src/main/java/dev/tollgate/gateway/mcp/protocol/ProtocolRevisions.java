package dev.tollgate.gateway.mcp.protocol;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The protocol revisions we speak, oldest first. */
public final class ProtocolRevisions {

    public static final String HEADER = "MCP-Protocol-Version";

    /** The first revision without sessions: it and all newer ones are of the modern era. */
    static final String FIRST_MODERN = "2026-07-28";

    public static final List<String> LEGACY = List.of("2025-06-18", "2025-11-25");
    public static final List<String> MODERN = List.of(FIRST_MODERN);
    static final List<String> SPOKEN =
            Stream.concat(LEGACY.stream(), MODERN.stream()).toList();

    /** Older than what we speak, and close enough to the oldest to be answered with it. */
    private static final String OLDER = "2025-03-26";

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private ProtocolRevisions() {}

    /** Whether a name is that of a revision of the modern era, be it spoken here or not. */
    public static boolean modern(String name) {
        return name.compareTo(FIRST_MODERN) >= 0 && DATE.matcher(name).matches();
    }

    /** The revision in the answer to {@code initialize}: the requested one if it is supported. */
    public static String answered(String asked) {
        if (LEGACY.contains(asked)) {
            return asked;
        }
        return asked.equals(OLDER) ? LEGACY.getFirst() : LEGACY.getLast();
    }
}
