package dev.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine and the Java that run this process: what the figures of a bench depend on. */
public record Machine(String processor, int cores, String os, String arch, String java) {

    private static final String UNKNOWN = "unknown";

    /** This one. */
    public static Machine here() {
        return new Machine(
                nameOfProcessor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name", UNKNOWN) + " " + System.getProperty("os.version", UNKNOWN),
                System.getProperty("os.arch", UNKNOWN),
                System.getProperty("java.runtime.version", UNKNOWN));
    }

    private static String nameOfProcessor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(UNKNOWN);
        } catch (IOException noSuchFile) {
            return UNKNOWN;
        }
    }

    /** In one line. */
    public String text() {
        return processor + ", " + cores + " processors, " + os + ", Java " + java;
    }
}
