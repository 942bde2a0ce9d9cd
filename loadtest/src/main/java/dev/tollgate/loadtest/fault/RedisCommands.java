package dev.tollgate.loadtest.fault;

import dev.tollgate.embedded.RedisConsole;
import java.io.IOException;
import java.util.List;

/** Commands of an operator to one Redis server on loopback, each over a connection of its own. */
record RedisCommands(int port) {

    private static final String CLOCK = "local OFFSET_MS = ";

    /** The answer as text; elements of lists are separated by line feeds. An error is an {@link IOException}. */
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

    /** A figure of {@code INFO}, such as {@code used_memory}. */
    String info(String name) throws IOException {
        return List.of(send("INFO").split("\r\n", -1)).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }
}
