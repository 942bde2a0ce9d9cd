package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Goal.at;
import static dev.tollgate.loadtest.report.Goal.atLeast;
import static dev.tollgate.loadtest.report.Goal.atMost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.Goal;
import dev.tollgate.loadtest.run.BenchPart;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code bin/tollgate bench modules}. */
@Command(
        name = "modules",
        description = "races, clocks, schedules, published reads, files, events and questions; 40 min, --quick 5 min")
public final class ModulesCommand extends SizedBenchCommand {

    private static final List<ModuleLeg> LEGS = List.of(
            new InvoiceNumberLeg(),
            new PaymentRaceLeg(),
            new LeadConversionLeg(),
            new TicketClockLeg(),
            new PublishedReadLeg(),
            new PublishedChangeLeg(),
            new PublicationLeg(),
            new FileTransferLeg(),
            new S3TransferLeg(),
            new TrackingLeg(),
            new MonthByDayLeg());
    private static final Duration DRAIN_MAX = Duration.ofMinutes(5);

    @Override
    protected List<String> parts() {
        return LEGS.stream().map(BenchPart::name).toList();
    }

    @Override
    protected void measure(Installation installation, BenchReport report) throws Exception {
        installation.gateway().start();
        run(LEGS, new ModulesTestbed(installation, quick()), report.figures());
        require(installation.caughtUp(DRAIN_MAX), "meter and servers are idle within " + DRAIN_MAX);
        report.figures().put("reconcile", installation.reconcile());
    }

    /** One file, whichever legs a run has. */
    @Override
    protected Path keep(BenchReport report) throws IOException {
        return quick()
                ? super.keep(report)
                : new LegResults(RESULTS.resolve("modules.json"), parts(), this::goals)
                        .keep(report.result(COMMIT, Clock.systemUTC()));
    }

    @Override
    protected List<Goal> goals(ObjectNode figures) {
        return List.of(
                atMost("a missed clock of a ticket, p99 ms late", 2_000, at("/ticket_clocks/running/p99_ms", figures)),
                atLeast("304s of published entries, by get_workspace", 0.9, at("/published_304/rate_ratio", figures)),
                atMost("a change on another gateway, ms late", 1_000, at("/published_change/max_ms", figures)),
                atMost("a scheduled publication, ms late", 2_000, at("/publication_schedule/max_ms", figures)),
                atMost("resident MiB above idle of a transfer", 64, at("/files/resident_mib_above_idle", figures)),
                atLeast("upload, by a copy with fsync", 0.5, at("/files/upload_by_copy", figures)),
                atLeast("download, by a copy with fsync", 0.7, at("/files/download_by_copy", figures)),
                atLeast("upload in parts, MB per second", 120, at("/files/median/parts_mb_per_second", figures)),
                atLeast("upload to a bucket, by the SDK alone", 0.5, at("/files_s3/upload_by_sdk", figures)),
                atLeast("parts to a bucket, by the SDK alone", 0.5, at("/files_s3/parts_by_sdk", figures)),
                atLeast("download from a bucket, by the SDK alone", 0.5, at("/files_s3/download_by_sdk", figures)),
                atLeast("product events per second", 20_000, at("/tracking/events_per_second", figures)),
                month("month by day", "count", figures),
                month("month by day of one event", "one_event", figures),
                month("month by day and name", "by_name", figures),
                month("actors by day of a month", "actors", figures),
                month("retention of a month by day", "retention", figures));
    }

    private static Goal month(String what, String question, ObjectNode figures) {
        return atMost(
                what + ", 10 M events, p95 ms", 300, at("/insights/events_10000000/" + question + "/p95_ms", figures));
    }
}
