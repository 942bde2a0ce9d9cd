package dev.tollgate.standalone.command;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.records.call.CallQuery;
import dev.tollgate.records.call.CallStore;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.settings.PostgresDeclaration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the metered calls of a workspace for questions that no operation answers. */
@Command(
        name = "export",
        description = "prints the metered calls of a workspace, the newest segments first, one CloudEvent per line")
public final class CallsExportCommand extends ConfiguredCommand {

    /** Also of an archived one. */
    private static final String EXISTS = "SELECT 1 FROM control.workspace_facts($1)";

    @Option(names = "--workspace", required = true, paramLabel = "ID", description = "the workspace, wrk_…")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String workspace;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description =
                    "only calls that ended at or after it, such as 2026-11-27T09:00:00Z, 2026-11-27 (UTC) or 2h (ago)")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "only calls that ended before it")
    private @Nullable Instant to;

    /** Calls between two looks whether anybody still reads. */
    private static final int LOOK_EVERY = 1_000;

    @Override
    public Integer call() throws Exception {
        var loaded = settings();
        var id = TypeId.parse(TypeId.prefix(WorkspaceId.class), workspace)
                .map(WorkspaceId::new)
                .orElseThrow(() -> wrong("not the id of a workspace: " + workspace));
        var query = CallQuery.of(Chain.of(null, id)).ended(from, to);
        var out = out();
        var postgres = PostgresDeclaration.settings(loaded.get(PostgresDeclaration.class));
        if (!OneShot.run(vertx -> exists(vertx, postgres, id))) {
            throw wrong("there is no workspace " + workspace + ": bin/tollgate ctl workspaces list shows them");
        }
        var err = err();
        var _ = OneShot.toEnd(vertx -> {
            var count = new AtomicLong();
            OneShot.tell(vertx, err, () -> count + " calls printed");
            return each(vertx, postgres, query, event -> {
                out.println(line(event));
                if (count.incrementAndGet() % LOOK_EVERY == 0 && out.checkError()) {
                    throw new OutputClosed();
                }
            });
        });
        out.flush();
        return 0;
    }

    private static Future<Boolean> exists(Vertx vertx, PostgresSettings postgres, WorkspaceId id) {
        var database = Database.open(vertx, postgres, DatabaseRole.APP, 1, Clock.systemUTC());
        return database.read(RowSecurityContext.NONE, EXISTS, Tuple.of(id.value()))
                .map(rows -> rows.size() > 0)
                .eventually(database::close);
    }

    private static Future<Boolean> each(
            Vertx vertx, PostgresSettings postgres, CallQuery query, Consumer<UsageRecorded> call) {
        var database = Database.open(vertx, postgres, DatabaseRole.SEALER, 1, Clock.systemUTC());
        return new CallStore((sql, args) -> database.read(RowSecurityContext.NONE, sql, args))
                .each(query, Long.MAX_VALUE, call)
                .eventually(database::close);
    }

    /** A record of one event is an array of it. */
    private static String line(UsageRecorded event) {
        var batch = new String(UsageCodec.json(event), StandardCharsets.UTF_8);
        return batch.substring(1, batch.length() - 1);
    }
}
