package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.embedded.RepeatedCheck;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.rating.Period;
import dev.tollgate.records.call.BookedCall;
import dev.tollgate.records.call.CallStore;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallsExportCommandTest {

    private static final String NOBODYS = "wrk_01jg000000e008000000000001";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String database = "";

    @BeforeEach
    void prepare() throws Exception {
        database = TestServers.freshDatabase();
        assertThat(run("migrate")).isZero();
        out.getBuffer().setLength(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2h", "2026-11-27", "2026-11-27T09:00:00Z", "2026-11-27T09:00:00+01:00"})
    void an_unknown_workspace_is_an_error_whatever_form_the_time_has(String from) throws Exception {
        int code = run("calls", "export", "--workspace", NOBODYS, "--from", from);

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("there is no workspace " + NOBODYS);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void what_is_no_time_is_told_with_the_forms_that_are() throws Exception {
        int code = run("calls", "export", "--workspace", NOBODYS, "--from", "yesterday");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("'yesterday' is no time", "such as 2h")
                .doesNotContain("java.");
    }

    @Test
    void the_calls_of_a_workspace_are_printed_one_a_line_the_newest_segments_first() throws Exception {
        var tenant = new TenantId(UUID.randomUUID());
        var workspace = new WorkspaceId(UUID.randomUUID());
        made(tenant, workspace);
        var day = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));
        var old = call(tenant, workspace, day.minus(Duration.ofHours(1)));
        var first = call(tenant, workspace, day.plus(Duration.ofHours(9)));
        var second = call(tenant, workspace, day.plus(Duration.ofHours(11)));
        var late = call(tenant, workspace, day.plus(Duration.ofDays(1)));
        var others = call(tenant, new WorkspaceId(UUID.randomUUID()), day.plus(Duration.ofHours(10)));
        for (var booked : List.of(old, first, second, late, others)) {
            book(List.of(booked));
        }

        int code = run(
                "calls",
                "export",
                "--workspace",
                workspace.text(),
                "--from",
                day.toString().substring(0, 10),
                "--to",
                day.plus(Duration.ofDays(1)).toString());

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .map(JsonObject::new)
                .map(event -> event.getString("id"))
                .containsExactly(
                        second.event().id().toString(), first.event().id().toString());
    }

    /** More calls than a pipe and the command keep: it waits until somebody reads, or closes the pipe. */
    @Test
    void an_export_ends_when_its_output_is_closed() throws Exception {
        var tenant = new TenantId(UUID.randomUUID());
        var workspace = new WorkspaceId(UUID.randomUUID());
        made(tenant, workspace);
        var day = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));
        for (int hour = 0; hour < 4; hour++) {
            var from = day.plus(Duration.ofHours(hour));
            book(IntStream.range(0, 500)
                    .mapToObj(second -> call(tenant, workspace, from.plusSeconds(second)))
                    .toList());
        }
        var closed = new AtomicReference<Process>();

        RepeatedCheck.within(
                Duration.ofMinutes(2), () -> closed.set(closedAfterALine("--workspace", workspace.text())));

        var process = closed.get();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.errorReader().readAllAsString()).contains("tollgate: the output was closed");
    }

    /** An export of which somebody reads a line; fails where a busy machine had no connection for it in time. */
    private Process closedAfterALine(String... options) {
        try {
            var process = started(options);
            try (var reader = process.inputReader()) {
                assertThat(reader.readLine()).startsWith("{");
            }
            return process;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The command in a process of its own. */
    private Process started(String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx300m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Tollgate.class.getName(),
                "calls",
                "export"));
        command.addAll(List.of(options));
        command.addAll(List.of("--settings", settings().toString()));
        return new ProcessBuilder(command).start();
    }

    private void made(TenantId tenant, WorkspaceId workspace) {
        var postgres = postgres();
        new OwnerSql(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .execute("""
                        INSERT INTO control.tenant (id, name, kind, source, last_actor, created_at, updated_at)
                        VALUES ('%1$s', 'Acme', 'team', 'control', 'ada', now(), now());
                        INSERT INTO control.workspace (tenant_id, id, slug, name, source, last_actor, created_at,
                                                       updated_at)
                        VALUES ('%1$s', '%2$s', 'acme', 'Acme', 'control', 'ada', now(), now())
                        """.formatted(tenant.value(), workspace.value()));
    }

    /** A read that ended at this time, as the meter books it. */
    private static BookedCall call(TenantId tenant, WorkspaceId workspace, Instant time) {
        var id = new UUID(time.toEpochMilli() << Short.SIZE | 0x7000, Long.MIN_VALUE | time.getEpochSecond());
        var facts = new CallFacts(
                new RequestId(id),
                null,
                time,
                tenant,
                workspace,
                new Actor(Actor.Kind.API_KEY, "key_1", "sync"),
                Surface.REST,
                "list_tasks",
                "task.list",
                null,
                "198.51.100.7",
                null);
        var charge = new Charge("rest.read", 2, 20, "1", new Charge.Hold(1, Period.bucket(time)));
        return new BookedCall(new UsageRecorded(id, facts, charge, false, "task", null), Period.of(time));
    }

    private void book(List<BookedCall> calls) {
        var vertx = Vertx.vertx();
        var meter = Database.open(vertx, postgres(), DatabaseRole.METER, 1, Clock.systemUTC());
        var now = Instant.now();
        meter.transaction(
                        RowSecurityContext.NONE,
                        now.plusSeconds(20),
                        transaction -> CallStore.append(transaction, calls, true, UUID.randomUUID(), now))
                .eventually(meter::close)
                .eventually(vertx::close)
                .await();
    }

    private PostgresSettings postgres() {
        var address = TestServers.shared().addresses().postgres();
        return new PostgresSettings(address.host(), address.port(), database, address.user(), address.password());
    }

    private int run(String first, String... more) throws Exception {
        var arguments = new ArrayList<>(List.of(first));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--settings", settings().toString()));
        return Tollgate.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    private Path settings() throws IOException {
        var address = postgres();
        return Files.writeString(folder.resolve("settings.yaml"), """
                tollgate:
                  postgres: {host: %s, port: %d, database: %s, user: %s, password: '%s'}
                """.formatted(
                        address.host(), address.port(), database, address.user(), address.password()));
    }
}
