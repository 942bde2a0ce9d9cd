package dev.tollgate.loadtest.fault;

import dev.tollgate.embedded.RedisConsole;
import java.io.IOException;
import java.util.List;

/** What fault cases do to one Redis server on loopback: plain commands, steps of its clock, figures of {@code INFO}. */
record RedisCommands(int port) {

    private static final String CLOCK = "local OFFSET_MS = ";

    /** As {@link RedisConsole#send}. */
    String send(String... words) throws IOException {
        return RedisConsole.send(port, words);
    }

    /** The text of the function library of the product. */
    String library() throws IOException {
        var listed = send("FUNCTION", "LIST", "LIBRARYNAME", "tollgate*", "WITHCODE");
        return listed.substring(listed.indexOf("#!lua"));
    }

    /** Loads the function library again, with a clock that is ahead by so many milliseconds. */
    void stepClock(long aheadMs) throws IOException {
        var stepped = library().replaceFirst(CLOCK + "-?\\d+", CLOCK + aheadMs);
        if (!stepped.contains(CLOCK + aheadMs)) {
            throw new IOException("the function library has no clock to step");
        }
        var _ = send("FUNCTION", "LOAD", "REPLACE", stepped);
    }

    /** A figure of {@code INFO}, such as {@code used_memory}; empty if there is none of this name. */
    String info(String name) throws IOException {
        return List.of(send("INFO").split("\r\n", -1)).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }
}
