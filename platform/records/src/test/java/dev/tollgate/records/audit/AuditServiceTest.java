package dev.tollgate.records.audit;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.RefusalRecorded;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import dev.tollgate.runtime.telemetry.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuditServiceTest {

    private static final KafkaSettings KAFKA =
            new KafkaSettings(TestServers.shared().addresses().kafkaBootstrap(), Bench.SLICES, 1);

    private static Bench bench;
    private static EventPublisher publisher;
    private static List<AuditService> services;

    /** Two of them, as when two meters run. */
    @BeforeAll
    static void open() {
        bench = new Bench();
        settle(KafkaTopics.ensure(
                bench.vertx, KAFKA, Set.of(Topics.USAGE, Topics.EVENTS, Topics.AUDIT, Topics.AUDIT_HEADS)));
        publisher = EventPublisher.open(KAFKA);
        services = List.of(new AuditService(process()), new AuditService(process()));
        services.forEach(service -> settle(service.start()));
    }

    @AfterAll
    static void close() {
        services.forEach(service -> settle(service.stop()));
        settle(publisher.close());
        bench.close();
    }

    @Test
    void refusals_become_one_entry_with_their_number_and_junk_stops_nothing() {
        var caller = bench.stranger();
        var facts = bench.call(Notes.GET, caller, new Nothing()).facts();

        publish(Topics.AUDIT, caller, "junk".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        publish(Topics.AUDIT, caller, Json.bytes(new RefusalRecorded(bench.ids.next(), facts, "rate_limited", 17)));

        eventually(() -> sealed(caller) == 1);
        assertThat(bench.owner("SELECT outcome || calls FROM audit.event WHERE chain = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("rate_limited17");
        holds();
    }

    @Test
    void a_write_is_sealed_soon_and_its_head_said_outside() {
        var caller = bench.stranger();
        settle(bench.notes.create(bench.call(Notes.CREATE, caller, new Nothing()), Notes.titled("n")));

        eventually(() -> sealed(caller) == 1);
        settle(new Anchors(bench.sealer, publisher, Bench.SLICES, bench.clock).publish());

        var anchors = new AnchorLog(bench.vertx, KAFKA);
        var told = new ArrayList<Anchor>();
        PublishedAnchors watched = () -> anchors.next().onSuccess(told::addAll);
        assertThat(await(AuditVerification.of(bench.sealer, SealedSegments.NONE, watched, AuditedCalls.NONE))
                        .faults())
                .isEmpty();
        assertThat(told)
                .anyMatch(anchor -> anchor.chain().equals(caller.workspaceId().value()));
        settle(anchors.close());
        assertThat(await(new Anchors(bench.sealer, publisher, Bench.SLICES, bench.clock).publish()))
                .isZero();
    }

    @Test
    void reads_counted_by_the_hour_become_one_entry_when_it_is_over() {
        var caller = bench.stranger();
        var rows = new AggregatedEntryRows(Bench.SLICES, Set.of());
        var entries = new ArrayList<AuditEntry>();
        for (int i = 0; i < 5; i++) {
            entries.addAll(EntryReaders.usage(UsageCodec.encode(read(caller))));
        }
        settle(bench.sealer.transaction(
                dev.tollgate.runtime.postgres.RowSecurityContext.NONE,
                soon(),
                transaction -> rows.store(transaction, entries)));
        bench.tamper("UPDATE audit.hour SET hour = hour - interval '2 hours'");

        settle(new HourlyAggregation(bench.sealer, bench.clock).tell());

        assertThat(bench.owner("SELECT calls FROM audit.event WHERE chain = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("5");
        eventually(() -> sealed(caller) == 1);
    }

    @Test
    void a_read_whose_usage_comes_twice_is_counted_once_by_the_hour() {
        var caller = bench.stranger();
        var rows = new AggregatedEntryRows(Bench.SLICES, Set.of());
        var usage = UsageCodec.encode(read(caller));
        var twice = new ArrayList<AuditEntry>();
        twice.addAll(EntryReaders.usage(usage));
        twice.addAll(EntryReaders.usage(usage));
        twice.addAll(EntryReaders.usage(UsageCodec.encode(read(caller))));

        for (int i = 0; i < 2; i++) {
            settle(bench.sealer.transaction(
                    dev.tollgate.runtime.postgres.RowSecurityContext.NONE,
                    soon(),
                    transaction -> rows.store(transaction, twice)));
        }

        assertThat(bench.owner("SELECT calls FROM audit.hour WHERE chain = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("2");
    }

    @Test
    void a_dry_run_is_an_entry_of_its_own_where_reads_are_counted_by_the_hour() {
        var caller = bench.stranger();
        var rows = new AggregatedEntryRows(Bench.SLICES, Set.of());
        var read = read(caller);
        var dry = new UsageRecorded(bench.ids.next(), dryRun(read.call()), read.charge(), false, null, null);

        settle(bench.sealer.transaction(
                dev.tollgate.runtime.postgres.RowSecurityContext.NONE,
                soon(),
                transaction -> rows.store(transaction, EntryReaders.usage(UsageCodec.encode(List.of(read, dry))))));

        assertThat(bench.owner("SELECT dry_run FROM audit.event WHERE chain = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("t");
        assertThat(await(AuditVerification.of(
                                bench.sealer, SealedSegments.NONE, PublishedAnchors.NONE, AuditedCalls.NONE))
                        .faults())
                .isEmpty();
    }

    @Test
    void each_call_of_an_individual_read_is_an_entry_where_reads_are_counted_by_the_hour() {
        var caller = bench.stranger();
        var rows = new AggregatedEntryRows(Bench.SLICES, Set.of(Notes.GET.name()));

        settle(bench.sealer.transaction(
                dev.tollgate.runtime.postgres.RowSecurityContext.NONE,
                soon(),
                transaction -> rows.store(
                        transaction, EntryReaders.usage(UsageCodec.encode(List.of(read(caller), read(caller)))))));

        assertThat(bench.owner("SELECT calls FROM audit.event WHERE chain = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("1", "1");
    }

    @Test
    void reads_of_an_operator_and_of_a_person_of_the_same_name_are_counted_apart() {
        var place = bench.stranger();
        var rows = new AggregatedEntryRows(Bench.SLICES, Set.of());
        var entries = new ArrayList<AuditEntry>();
        for (var kind : List.of(Actor.Kind.OPERATOR, Actor.Kind.SUBJECT)) {
            var caller = new Caller(new Actor(kind, "ada", "ada"), place.tenant(), place.workspace());
            entries.addAll(EntryReaders.usage(UsageCodec.encode(read(caller))));
        }

        settle(bench.sealer.transaction(
                dev.tollgate.runtime.postgres.RowSecurityContext.NONE,
                soon(),
                transaction -> rows.store(transaction, entries)));

        assertThat(bench.owner("SELECT actor_kind FROM audit.hour WHERE chain = '"
                        + place.workspaceId().value() + "' ORDER BY actor_kind"))
                .containsExactly("operator", "subject");
    }

    @Test
    void which_usage_was_counted_is_forgotten_when_its_hour_is_over_and_not_before() {
        var rows = new AggregatedEntryRows(Bench.SLICES, Set.of());
        var old = EntryReaders.usage(UsageCodec.encode(read(bench.stranger()))).getFirst();
        var fresh =
                EntryReaders.usage(UsageCodec.encode(read(bench.stranger()))).getFirst();
        settle(bench.sealer.transaction(
                dev.tollgate.runtime.postgres.RowSecurityContext.NONE,
                soon(),
                transaction -> rows.store(transaction, List.of(old, fresh))));
        bench.tamper("UPDATE audit.counted SET hour = hour - interval '2 hours' WHERE usage_id = '" + old.id() + "'");

        settle(new HourlyAggregation(bench.sealer, bench.clock).forget());

        assertThat(bench.count("audit.counted WHERE usage_id = '" + old.id() + "'"))
                .isZero();
        assertThat(bench.count("audit.counted WHERE usage_id = '" + fresh.id() + "'"))
                .isEqualTo(1);
    }

    @Test
    void the_audit_starts_while_no_day_for_bodies_can_be_made() throws SQLException {
        bench.tamper("DROP TABLE audit." + newestDay());
        var third = new AuditService(process());
        try (var other = bench.sql.connection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE audit.body_other IN ACCESS SHARE MODE");

            settle(third.start());
        }

        settle(third.stop());
    }

    private static String newestDay() {
        return bench.owner("SELECT max(inhrelid::regclass::text) FROM pg_inherits"
                        + " WHERE inhparent = 'audit.body'::regclass AND inhrelid <> 'audit.body_other'::regclass")
                .getFirst()
                .replace("audit.", "");
    }

    @Test
    void old_answers_are_forgotten() {
        var caller = bench.stranger();
        settle(bench.notes.create(bench.keyed(Notes.CREATE, caller, new Nothing(), "old"), Notes.titled("n")));
        settle(bench.notes.create(bench.keyed(Notes.CREATE, caller, new Nothing(), "new"), Notes.titled("n")));
        bench.tamper("UPDATE idempotency.answer SET created_at = now() - interval '26 hours' WHERE key = 'old'");

        settle(new AuditRetention(bench.sealer, bench.clock, 400).forgetAnswers());

        assertThat(bench.owner("SELECT key FROM idempotency.answer WHERE chain = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("new");
    }

    private static ProcessContext process() {
        return new ProcessContext(
                bench.vertx,
                1,
                Settings.load(SettingsSources.of(Map.of())),
                bench.settings,
                KAFKA,
                bench.clock,
                bench.ids,
                new SimpleMeterRegistry(),
                new Health(),
                publisher,
                null, // the audit listens to nobody
                _ -> {});
    }

    private static UsageRecorded read(Caller caller) {
        var call = bench.call(Notes.GET, caller, new Nothing());
        return new UsageRecorded(bench.ids.next(), call.facts(), call.charge(), false, "note", null);
    }

    private static CallFacts dryRun(CallFacts call) {
        return new CallFacts(
                call.requestId(),
                call.clientRequestId(),
                call.time(),
                call.tenant(),
                call.workspace(),
                call.actor(),
                call.surface(),
                call.operation(),
                call.action(),
                call.inputDigest(),
                call.clientAddress(),
                call.userAgent(),
                true);
    }

    private static void publish(String topic, Caller caller, byte[] body) {
        var tenant = caller.tenantId();
        settle(publisher.publish(topic, Partitioner.of(tenant.value(), Bench.SLICES), tenant.text(), body));
    }

    private static long sealed(Caller caller) {
        return bench.count("audit.seal", caller.workspaceId().value());
    }

    private static void holds() {
        assertThat(await(AuditVerification.of(
                                bench.sealer, SealedSegments.NONE, PublishedAnchors.NONE, AuditedCalls.NONE))
                        .faults())
                .isEmpty();
    }

    private static Instant soon() {
        return bench.clock.instant().plusSeconds(10);
    }

    private static void eventually(BooleanSupplier condition) {
        eventually(condition, Duration.ofSeconds(20));
    }

    private static void eventually(BooleanSupplier condition, Duration within) {
        var deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
