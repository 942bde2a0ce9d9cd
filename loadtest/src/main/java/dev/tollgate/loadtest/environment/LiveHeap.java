package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What lives in the heap of a Java process of this run. */
public final class LiveHeap {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");
    private static final int SECONDS_MAX = 30;

    private LiveHeap() {}

    /** Bytes of all that is reachable: the process collects first, which stops it for a moment. */
    public static long bytes(long pid) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try {
            var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var total = TOTAL.matcher(printed);
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || !total.find()) {
                throw new IOException("jcmd said nothing of the heap of " + pid + ":\n" + printed);
            }
            return Long.parseLong(total.group(1));
        } finally {
            process.destroyForcibly();
        }
    }
}
