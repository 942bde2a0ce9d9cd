package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Code that held an event loop of a gateway too long, as the gateways of a run have logged it. */
final class LoopHolds {

    /** Settings of a gateway that watches its loops. */
    static final Map<String, String> WATCHED = Map.of("TOLLGATE_PROCESS_LOOP_HOLD_MAX", "20ms");

    private static final String MESSAGE = "\"message\":\"event loop held\"";
    private static final ObjectMapper JSON = new ObjectMapper();

    private LoopHolds() {}

    /** The longest hold of each place in milliseconds, as the watch saw it, by the logs of a folder. */
    static Map<String, Long> in(Path folder) throws IOException {
        var longest = new TreeMap<String, Long>();
        try (Stream<Path> files = Files.list(folder)) {
            for (var log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                try (Stream<String> lines = Files.lines(log)) {
                    for (var line : lines.filter(one -> one.contains(MESSAGE)).toList()) {
                        var hold = JSON.readTree(line);
                        longest.merge(
                                hold.path("place").asText(), hold.path("heldMs").asLong(), Math::max);
                    }
                }
            }
        }
        return longest;
    }
}
