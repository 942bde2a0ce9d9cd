package dev.tollgate.gateway.control.system;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.process.ProcessReport;
import dev.tollgate.runtime.process.ProcessReports;
import dev.tollgate.runtime.telemetry.Health;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Answers what state the installation is in: this process' own view of the servers, and what all processes reported.
 * Both are bounded, and neither failing fails the answer.
 */
public final class SystemHealth {

    private static final long REPORTS_MAX_MS = 1_500;

    private final Health health;
    private final ProcessReports reports;
    private final Supplier<List<String>> redisFaults;
    private final InstantSource clock;

    /** @param redisFaults settings of Redis that put money at risk, one line each */
    public SystemHealth(
            Health health, ProcessReports reports, Supplier<List<String>> redisFaults, InstantSource clock) {
        this.health = health;
        this.reports = reports;
        this.redisFaults = redisFaults;
        this.clock = clock;
    }

    public void bind(OperationBus bus) {
        bus.serve(SystemOperations.GET, this::get);
    }

    private Future<Outcome<SystemState>> get(Call<NoInput> call) {
        var own = health.report();
        var reported =
                reports.list().timeout(REPORTS_MAX_MS, TimeUnit.MILLISECONDS).otherwise(List.<ProcessReport>of());
        return Future.all(own, reported)
                .map(_ -> Outcome.done(
                        new SystemView(own.result(), reported.result(), redisFaults.get()).state(clock.instant())));
    }
}
