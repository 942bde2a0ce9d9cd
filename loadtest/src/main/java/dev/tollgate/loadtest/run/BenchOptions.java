package dev.tollgate.loadtest.run;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of {@code bin/tollgate bench} before the name of the bench. */
public abstract class BenchOptions {

    @Option(names = "--launcher", required = true, description = "bin/tollgate of the build to run", hidden = true)
    private Path launcher = Path.of("bin/tollgate");

    @Option(names = "--commit", defaultValue = "unknown", description = "commit that the result names", hidden = true)
    private String commit = "unknown";

    @Option(
            names = "--results",
            defaultValue = "loadtest/results",
            description = "folder of the results",
            hidden = true)
    private Path results = Path.of("loadtest/results");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    Path launcher() {
        return launcher.toAbsolutePath();
    }

    /** Class path of a baseline, which is built beside the launcher. */
    String baseline(String name) {
        var built = launcher().resolveSibling("../loadtest/baselines/" + name).resolve("target");
        return built.resolve("tollgate-baseline-" + name + ".jar").normalize() + ":"
                + built.resolve("lib").normalize() + "/*";
    }

    Path results() {
        return results;
    }

    String commit() {
        return commit;
    }
}
