package dev.tollgate.loadtest.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.BrokenPromise;
import dev.tollgate.loadtest.report.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One bench on an installation of its own. Its result is kept only if every promise held. */
public abstract class BenchCommand implements Callable<Integer> {

    /** {@code bin/tollgate} of the build that runs; it also says where results go and which commit they name. */
    private static final Path LAUNCHER =
            Path.of(System.getProperty("bench.launcher", "bin/tollgate")).toAbsolutePath();

    /** Where results go. */
    protected static final Path RESULTS = Path.of(System.getProperty("bench.results", "loadtest/results"));

    /** The commit that runs. */
    protected static final String COMMIT = System.getProperty("bench.commit", "unknown");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Measures; no gateway runs yet. Throws {@link BrokenPromise} if a promise did not hold. */
    protected abstract void measure(Installation installation, BenchReport report) throws Exception;

    /** The installation that is measured, in an empty folder; it ends with the bench. */
    protected Installation installation(Path program, Path folder) throws IOException, InterruptedException {
        return new Installation(program, folder, environment());
    }

    /** Settings of every part of the installation, as environment variables. */
    protected Map<String, String> environment() {
        return Map.of();
    }

    /** Name of the result file. */
    protected String resultName() {
        return spec.name();
    }

    /** Charts beside the result; null for none. */
    protected BenchReport.@Nullable Page charts() {
        return null;
    }

    /** The figures that are promised, in the order in which they are printed. */
    protected List<Goal> goals(ObjectNode figures) {
        return List.of();
    }

    /** Whether the run measures every figure that a goal is about. */
    protected boolean whole() {
        return true;
    }

    /** Whether a run that misses a goal fails, and leaves its data and logs. */
    protected boolean strict() {
        return false;
    }

    /** Keeps the result of a run; returns where. */
    protected Path keep(BenchReport report) throws IOException {
        return report.write(RESULTS, COMMIT, Clock.systemUTC(), charts());
    }

    protected final CommandSpec spec() {
        return spec;
    }

    /** A folder of {@code loadtest}. */
    protected static Path sources(String folder) {
        return LAUNCHER.resolveSibling("../loadtest").resolve(folder).normalize();
    }

    /** Class path of a baseline, which is built beside the launcher. */
    protected static String baseline(String name) {
        var built = sources("baselines/" + name).resolve("target");
        return built.resolve("tollgate-baseline-" + name + ".jar") + ":" + built.resolve("lib") + "/*";
    }

    @Override
    public final Integer call() throws Exception {
        var report = new BenchReport(resultName());
        boolean met;
        var folder = Files.createTempDirectory("tollgate-bench-");
        System.out.println("data and logs in " + folder);
        try (var installation = installation(LAUNCHER, folder)) {
            report.servers(installation.servers().versions());
            measure(installation, report);
            met = Goal.write(goals(report.figures()), whole(), report.figures());
        } catch (BrokenPromise broken) {
            System.err.println("broken: " + broken.getMessage() + "\n" + report + "\nlogs and data: " + folder);
            return 1;
        }
        System.out.println("kept in " + keep(report));
        if (!met && strict()) {
            System.err.println("logs and data: " + folder);
            return 1;
        }
        delete(folder);
        return 0;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
