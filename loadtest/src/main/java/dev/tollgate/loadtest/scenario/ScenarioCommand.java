package dev.tollgate.loadtest.scenario;

import dev.tollgate.loadtest.environment.DevInstallation;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.run.BenchCommand;
import java.nio.file.Path;

/** A fault or consistency run on {@code bin/tollgate dev} and further gateways. */
abstract class ScenarioCommand extends BenchCommand {

    /** Gateway processes beside the first. */
    abstract int moreGateways();

    abstract void run(DevInstallation installation, BenchReport report) throws Exception;

    @Override
    protected final void measure(Path folder, BenchReport report) throws Exception {
        try (var installation = new DevInstallation(launcher(), folder, moreGateways())) {
            run(installation, report);
        }
        System.out.println(report);
    }
}
