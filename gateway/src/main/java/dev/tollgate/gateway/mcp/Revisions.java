package dev.tollgate.gateway.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The protocol revisions we speak, oldest first. */
final class Revisions {

    static final String HEADER = "MCP-Protocol-Version";
    static final List<String> SPOKEN = List.of("2025-06-18", "2025-11-25");

    /** Older than what we speak, and close enough to the oldest to be answered with it. */
    private static final String OLDER = "2025-03-26";

    private Revisions() {}

    /** Whether a request with this header can be served; without one it is of the oldest revision. */
    static boolean speaks(@Nullable String header) {
        return header == null || SPOKEN.contains(header);
    }

    /** What {@code initialize} answers a client that asks for a revision: that one if we have it. */
    static String answered(String asked) {
        if (SPOKEN.contains(asked)) {
            return asked;
        }
        return asked.equals(OLDER) ? SPOKEN.getFirst() : SPOKEN.getLast();
    }
}
