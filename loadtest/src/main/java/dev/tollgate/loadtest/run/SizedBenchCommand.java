package dev.tollgate.loadtest.run;

import dev.tollgate.loadtest.environment.SplitInstallation;
import dev.tollgate.loadtest.report.BenchReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A bench with a quick size and parts that can be chosen, on an installation with a process for each part. */
public abstract class SizedBenchCommand extends BenchCommand {

    @Option(names = "--quick", description = "small and short, for the inner loop; the result is NAME-quick")
    private boolean quick;

    protected final boolean quick() {
        return quick;
    }

    /** Whether an option made the run smaller or larger than usual. */
    protected boolean resized() {
        return quick;
    }

    /** The chosen parts; empty for all. */
    protected List<String> chosen() {
        return List.of();
    }

    /** The chosen parts, or all of them; an unknown one is a usage error. */
    protected final List<String> chosen(List<String> known) {
        for (var part : chosen()) {
            if (!known.contains(part)) {
                throw new ParameterException(
                        spec().commandLine(), part + " is unknown; there are " + String.join(", ", known));
            }
        }
        return known.stream()
                .filter(part -> chosen().isEmpty() || chosen().contains(part))
                .toList();
    }

    /** A result of full size is named after its parts. */
    @Override
    protected String resultName() {
        if (quick || resized()) {
            return spec().name() + "-quick";
        }
        var parts = chosen().isEmpty() ? "" : "-" + String.join("-", chosen()).replace('/', '-');
        return spec().name() + parts;
    }

    /** Starts servers and meter, and reports the versions. */
    protected final SplitInstallation install(Path folder, BenchReport report, Map<String, String> environment)
            throws IOException, InterruptedException {
        var installation = new SplitInstallation(launcher(), folder, environment);
        report.servers(installation.servers().versions());
        return installation;
    }
}
