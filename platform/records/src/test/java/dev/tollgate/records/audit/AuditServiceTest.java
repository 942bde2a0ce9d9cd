package dev.tollgate.records.audit;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.RefusalRecorded;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.audit.chain.SealedSegments;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.kafka.Partitioner;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What comes by the audit's topics or commits with a write becomes sealed entries. */
class AuditServiceTest extends OnAuditServices {

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
    void refusals_that_could_not_be_stored_are_counted_and_come_again() {
        var caller = bench.stranger();
        var facts = bench.call(Notes.GET, caller, new Nothing()).facts();
        bench.tamper("REVOKE INSERT ON audit.event FROM tollgate_sealer");
        try {
            publish(Topics.AUDIT, caller, Json.bytes(new RefusalRecorded(bench.ids.next(), facts, "rate_limited", 1)));

            eventually(() -> registries.stream()
                    .allMatch(registry -> registry.get("tollgate.audit.intake.failed")
                                    .tag("topic", Topics.AUDIT)
                                    .counter()
                                    .count()
                            > 0));
        } finally {
            bench.tamper("GRANT INSERT ON audit.event TO tollgate_sealer");
        }

        eventually(() -> sealed(caller) == 1);
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
        assertThat(await(bench.verification(SealedSegments.NONE).run(watched, AuditedCalls.NONE))
                        .faults())
                .isEmpty();
        assertThat(told)
                .anyMatch(anchor -> anchor.chain().equals(caller.workspaceId().value()));
        settle(anchors.close());
        assertThat(await(new Anchors(bench.sealer, publisher, Bench.SLICES, bench.clock).publish()))
                .isZero();
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

    private static String newestDay() {
        return bench.owner("SELECT max(inhrelid::regclass::text) FROM pg_inherits"
                        + " WHERE inhparent = 'audit.body'::regclass AND inhrelid <> 'audit.body_other'::regclass")
                .getFirst()
                .replace("audit.", "");
    }

    private static void publish(String topic, Caller caller, byte[] body) {
        var tenant = caller.tenantId();
        settle(publisher.publish(topic, Partitioner.of(tenant.value(), Bench.SLICES), tenant.text(), body));
    }

    private static void holds() {
        assertThat(await(bench.verification(SealedSegments.NONE).run(PublishedAnchors.NONE, AuditedCalls.NONE))
                        .faults())
                .isEmpty();
    }
}
