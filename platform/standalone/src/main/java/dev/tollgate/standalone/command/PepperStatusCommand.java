package dev.tollgate.standalone.command;

import dev.tollgate.gateway.credential.PepperDeclaration;
import dev.tollgate.gateway.credential.PepperStatus;
import dev.tollgate.gateway.credential.Peppers;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.settings.PostgresDeclaration;
import dev.tollgate.runtime.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Counts secrets by pepper; exit code 1 while any uses another than the current one. */
@Command(
        name = "status",
        description = "counts secrets by pepper",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every secret uses the current pepper",
            "1:some use others, or they could not be counted",
            "2:wrong settings or usage"
        })
public final class PepperStatusCommand extends ConfiguredCommand {
    @Override
    public Integer call() throws Exception {
        var loaded = settings();
        var peppers = loaded.get(PepperDeclaration.class).toPeppers();
        return printed(OneShot.run(vertx -> status(vertx, loaded, peppers)));
    }

    private static Future<PepperStatus> status(Vertx vertx, Settings settings, Peppers peppers) {
        var postgres = PostgresDeclaration.settings(settings.get(PostgresDeclaration.class));
        var database = Database.open(vertx, postgres, DatabaseRole.APP, 1, Clock.systemUTC());
        return PepperStatus.of(database, peppers).eventually(database::close);
    }

    private int printed(PepperStatus status) {
        var out = out();
        out.println(row("PEPPER", "SETTINGS", "SECRETS", ""));
        for (var line : status.lines()) {
            out.println(row(
                    line.pepperId(),
                    line.place().name().toLowerCase(Locale.ROOT),
                    Long.toString(line.secrets()),
                    PepperStatus.advice(line)));
        }
        out.println(status.settled() ? "every secret uses the current pepper" : "some secrets use others");
        out.flush();
        return status.settled() ? 0 : 1;
    }

    private static String row(String pepper, String place, String secrets, String advice) {
        return "%-16s  %-8s  %8s  %s".formatted(pepper, place, secrets, advice).stripTrailing();
    }
}
