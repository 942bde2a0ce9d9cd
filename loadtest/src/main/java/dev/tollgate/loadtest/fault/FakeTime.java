package dev.tollgate.loadtest.fault;

import dev.tollgate.loadtest.report.BrokenPromise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The environment by which libfaketime sets the clock of a process and of all that it starts. */
final class FakeTime {

    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    private static final String OFFSET = "FAKETIME";

    private FakeTime() {}

    /** A clock that is ahead by so many seconds. */
    static Map<String, String> ahead(long seconds) {
        return with(Map.of(OFFSET, "+" + seconds));
    }

    /** A clock whose offset, such as {@code +1h}, is in a file and read again every second. */
    static Map<String, String> from(Path file) {
        return with(Map.of("FAKETIME_TIMESTAMP_FILE", file.toString(), "FAKETIME_CACHE_DURATION", "1"));
    }

    /** By how many seconds the clock of this process was set ahead; 0 if it was not. */
    static long aheadSeconds() {
        return Long.parseLong(System.getenv().getOrDefault(OFFSET, "0"));
    }

    private static Map<String, String> with(Map<String, String> own) {
        BrokenPromise.require(Files.exists(LIBRARY), "libfaketime is installed (apt-get install faketime)");
        var all = new HashMap<>(own);
        all.put("LD_PRELOAD", LIBRARY.toString());
        all.put("DONT_FAKE_MONOTONIC", "1");
        // else a timed wait of a Java thread ends at once, and every pool spins
        all.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        return all;
    }
}
