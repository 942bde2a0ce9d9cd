package dev.tollgate.standalone.command;

import dev.tollgate.billing.usage.BookedCalls;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.audit.AnchorLog;
import dev.tollgate.records.audit.AuditDeclaration;
import dev.tollgate.records.audit.AuditVerification;
import dev.tollgate.records.audit.RetentionBounds;
import dev.tollgate.records.audit.VerificationReport;
import dev.tollgate.records.call.SegmentFaults;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.settings.KafkaDeclaration;
import dev.tollgate.runtime.settings.PostgresDeclaration;
import dev.tollgate.runtime.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/**
 * Proves positions, hashes, anchors outside the database, and that every booked call has the audit row that its usage
 * says it has. Exit code 1: the audit does not hold; 2: wrong settings or usage; {@value #NOT_CHECKED}: it could not be
 * read to its end.
 */
@Command(
        name = "verify",
        description = "verifies positions, hashes and anchors of the audit, and audit rows of booked calls",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the audit holds",
            "1:it does not hold",
            "2:wrong settings or usage",
            "3:it could not be read to its end"
        },
        exitCodeOnExecutionException = AuditVerifyCommand.NOT_CHECKED)
public final class AuditVerifyCommand extends ConfiguredCommand {
    private static final int DOES_NOT_HOLD = 1;
    static final int NOT_CHECKED = 3;

    @Override
    public Integer call() throws Exception {
        var loaded = settings();
        var err = err();
        return printed(OneShot.toEnd(vertx -> report(vertx, loaded, err)));
    }

    private static Future<VerificationReport> report(Vertx vertx, Settings settings, PrintWriter err) {
        var postgres = PostgresDeclaration.settings(settings.get(PostgresDeclaration.class));
        var kafka = KafkaDeclaration.settings(settings.get(KafkaDeclaration.class));
        var clock = Clock.systemUTC();
        var sealer = Database.open(vertx, postgres, DatabaseRole.SEALER, 1, clock);
        var meter = Database.open(vertx, postgres, DatabaseRole.METER, 1, clock);
        var anchors = new AnchorLog(vertx, kafka);
        var retention =
                new RetentionBounds(clock, settings.get(AuditDeclaration.class).bodyDays());
        var segments = new SegmentFaults((sql, args) -> sealer.read(RowSecurityContext.NONE, sql, args), retention);
        var calls = new BookedCalls(meter, operations(Operation::changes), operations(one -> !one.changes()));
        var verification = new AuditVerification(sealer, segments, retention);
        OneShot.tell(vertx, err, verification::progress);
        return verification
                .run(anchors, calls)
                .eventually(() -> Future.join(anchors.close(), sealer.close(), meter.close()));
    }

    private static Set<String> operations(Predicate<Operation<?, ?>> which) {
        return ModuleProvider.all().stream()
                .flatMap(module -> module.operations().stream())
                .filter(which)
                .map(Operation::name)
                .collect(Collectors.toSet());
    }

    private int printed(VerificationReport report) {
        var out = out();
        report.faults().forEach(out::println);
        var more = report.faultCount() - report.faults().size();
        if (more > 0) {
            out.println("and " + more + " more");
        }
        report.blanks().forEach(what -> out.println(what + " are blank"));
        if (report.blankCount() > 0) {
            out.println(report.blankCount() + " entries have a blank before and after");
        }
        out.println(report.sealCount() + " sealed entries read: "
                + (report.holds() ? "the audit holds" : report.faultCount() + " faults"));
        out.flush();
        return report.holds() ? 0 : DOES_NOT_HOLD;
    }
}
