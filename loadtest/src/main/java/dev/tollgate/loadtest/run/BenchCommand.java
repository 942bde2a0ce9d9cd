package dev.tollgate.loadtest.run;

import dev.tollgate.loadtest.check.BrokenPromise;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** One bench. Its result is kept only if every promise held. */
public abstract class BenchCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private BenchOptions options;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Measures. Throws {@link BrokenPromise} if a promise did not hold. */
    protected abstract void measure(Path folder, BenchReport report) throws Exception;

    /** Name of the result file. */
    protected String resultName() {
        return spec.name();
    }

    /** Charts beside the result; null for none. */
    protected HtmlReport.@Nullable Page charts() {
        return null;
    }

    /** Exit code of a run whose promises held. */
    protected int exitCode() {
        return 0;
    }

    protected final CommandSpec spec() {
        return spec;
    }

    /** {@code bin/tollgate} of the build that runs. */
    protected final Path launcher() {
        return options.launcher();
    }

    protected final String baseline(String name) {
        return options.baseline(name);
    }

    protected static void say(String line) {
        System.out.println("  " + line);
    }

    @Override
    public final Integer call() throws Exception {
        var report = new BenchReport(resultName());
        var folder = Files.createTempDirectory("tollgate-bench-");
        System.out.println("data and logs in " + folder);
        try {
            measure(folder, report);
        } catch (BrokenPromise broken) {
            System.err.println("broken: " + broken.getMessage() + "\n" + report + "\nlogs and data: " + folder);
            return 1;
        }
        System.out.println("kept in " + report.write(options.results(), options.commit(), Clock.systemUTC(), charts()));
        delete(folder);
        return exitCode();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
