package dev.tollgate.records.work;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.price.Price;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.table.Batch;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WorkTest {

    private static Bench bench;

    @BeforeAll
    static void open() {
        bench = new Bench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void a_write_leaves_its_record_audit_usage_event_and_answer_together() {
        var caller = bench.stranger();
        var call = bench.keyed(Notes.CREATE, caller, new Nothing(), "k1");

        var outcome = await(bench.notes.create(call, Notes.titled("Ada")));

        var note = done(outcome);
        var workspace = caller.workspaceId().value();
        assertThat(bench.count("notes.note WHERE workspace_id = '" + workspace + "'"))
                .isEqualTo(1);
        assertThat(bench.owner("SELECT outcome || ' ' || action || ' ' || resource_id FROM audit.event WHERE chain = '"
                        + workspace + "'"))
                .containsExactly("ok note.create " + note.id().text());
        assertThat(bench.owner("SELECT changes FROM audit.body WHERE chain = '" + workspace + "'"))
                .singleElement()
                .asString()
                .contains("\"after\":{", "\"title\":\"Ada\"");
        assertThat(bench.count("audit.pending", workspace)).isEqualTo(1);
        assertThat(bench.count("idempotency.answer", workspace)).isEqualTo(1);
        var usage = usage(caller);
        assertThat(usage.audited()).isTrue();
        assertThat(usage.charge()).isEqualTo(call.charge());
        assertThat(usage.resourceId()).isEqualTo(note.id().text());
        var event = event(caller).getFirst();
        assertThat(event.type()).isEqualTo("note.created");
        assertThat(event.version()).isEqualTo(1);
        assertThat(event.requestId()).isEqualTo(call.facts().requestId());
        assertThat(event.data().getString("title")).isEqualTo("Ada");
    }

    @Test
    void a_refusal_leaves_nothing() {
        var caller = bench.stranger();
        var call = bench.keyed(Notes.CREATE, caller, new Nothing(), "k1");

        Outcome<Note> outcome = await(bench.work.write(
                call,
                transaction -> bench.notes
                        .insert(transaction, call, bench.notes.fresh(Notes.titled("Ada")))
                        .map(_ -> Outcome.<Change<Note>>refused(new Refusal.Conflict("no")))));

        assertThat(outcome).isEqualTo(Outcome.refused(new Refusal.Conflict("no")));
        nothingOf(caller);
    }

    @Test
    void a_failure_leaves_nothing_and_says_so() {
        var caller = bench.stranger();
        var call = bench.call(Notes.CREATE, caller, new Nothing());

        var failure = bench.work
                .<Note>write(
                        call,
                        transaction -> bench.notes
                                .insert(transaction, call, bench.notes.fresh(Notes.titled("Ada")))
                                .compose(_ -> Future.failedFuture(new IllegalStateException("broken"))))
                .transform(result -> Future.succeededFuture(result.cause()));

        assertThat(await(failure)).hasMessage("broken");
        nothingOf(caller);
    }

    @Test
    void a_write_whose_deadline_has_passed_leaves_nothing() {
        var caller = bench.stranger();
        var call = Bench.due(
                bench.call(Notes.CREATE, caller, new Nothing()),
                bench.clock.instant().plusMillis(400));

        var failure = await(bench.work
                .<Note>write(
                        call,
                        transaction -> transaction
                                .query("SELECT pg_sleep(1)", io.vertx.sqlclient.Tuple.tuple())
                                .compose(_ ->
                                        bench.notes.insert(transaction, call, bench.notes.fresh(Notes.titled("late")))))
                .transform(result -> Future.succeededFuture(result.cause())));

        assertThat(failure).isInstanceOf(Failure.TimeUp.class);
        assertThat(((Failure) failure).effectUnknown()).isFalse();
        nothingOf(caller);
    }

    @Test
    void a_replay_gives_the_same_data_and_does_nothing() {
        var caller = bench.stranger();
        var first = bench.keyed(Notes.CREATE, caller, new Nothing(), "k1");
        var note = done(await(bench.notes.create(first, Notes.titled("Ada"))));
        var second = bench.keyed(Notes.CREATE, caller, new Nothing(), "k1");

        var looked = await(bench.work.<Note>replay(second)).orElseThrow();
        var written = await(bench.notes.create(second, Notes.titled("other")));

        assertThat(looked).isEqualTo(written);
        var replay = (Outcome.Replayed<Note>) written;
        assertThat(replay.original()).isEqualTo(first.facts().requestId());
        assertThat(Json.read(replay.data(), Note.class)).isEqualTo(note);
        assertThat(bench.count("audit.event", caller.workspaceId().value())).isEqualTo(1);
    }

    @Test
    void a_key_of_another_input_is_refused() {
        var caller = bench.stranger();
        settle(all(bench.keyed(Notes.CREATE_ALL, caller, new Notes.Titles(List.of("a")), "k1")));
        var other = bench.keyed(Notes.CREATE_ALL, caller, new Notes.Titles(List.of("b")), "k1");

        var looked = await(bench.work.<BatchAnswer<Note>>replay(other));
        var written = await(all(other));

        assertThat(looked).contains(Outcome.refused(new Refusal.IdempotencyConflict("k1")));
        assertThat(written).isEqualTo(Outcome.refused(new Refusal.IdempotencyConflict("k1")));
    }

    @Test
    void an_operator_and_a_person_of_the_same_name_do_not_share_a_key() {
        var place = bench.stranger();
        var operator = new Caller(new Actor(Actor.Kind.OPERATOR, "ada", "ada"), place.tenant(), place.workspace());
        var person = new Caller(new Actor(Actor.Kind.SUBJECT, "ada", "ada"), place.tenant(), place.workspace());
        settle(bench.notes.create(bench.keyed(Notes.CREATE, operator, new Nothing(), "k1"), Notes.titled("Ada")));

        var outcome =
                await(bench.notes.create(bench.keyed(Notes.CREATE, person, new Nothing(), "k1"), Notes.titled("Ada")));

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void one_key_has_one_effect_under_twenty_concurrent_callers() {
        var caller = bench.stranger();

        var running = new ArrayList<Future<Outcome<Note>>>();
        for (int i = 0; i < 20; i++) {
            running.add(bench.notes.create(
                    bench.keyed(Notes.CREATE, caller, new Nothing(), "k1"), Notes.titled("Ada " + i)));
        }
        settle(Future.join(running));

        var outcomes = running.stream().map(Future::result).toList();
        assertThat(outcomes.stream().filter(Outcome.Done.class::isInstance)).hasSize(1);
        assertThat(outcomes)
                .allMatch(outcome -> !(outcome instanceof Outcome.Refused<Note>(Refusal refusal))
                        || refusal instanceof Refusal.IdempotencyInProgress);
        assertThat(bench.count("notes.note WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'"))
                .isEqualTo(1);
        assertThat(bench.count("audit.event", caller.workspaceId().value())).isEqualTo(1);
    }

    @Test
    void a_refused_call_may_be_tried_again_with_its_key() {
        var caller = bench.stranger();
        settle(bench.work.<Note>write(
                bench.keyed(Notes.CREATE, caller, new Nothing(), "k1"),
                _ -> Future.succeededFuture(Outcome.refused(new Refusal.Conflict("no")))));

        var outcome =
                await(bench.notes.create(bench.keyed(Notes.CREATE, caller, new Nothing(), "k1"), Notes.titled("Ada")));

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void a_dry_run_answers_changes_nothing_and_uses_up_no_key() {
        var caller = bench.stranger();
        var dry = bench.call(Notes.CREATE, caller, new Nothing(), new Conditions("k1", null, null, true));

        var outcome = await(bench.notes.create(dry, Notes.titled("Ada")));

        assertThat(done(outcome).title()).isEqualTo("Ada");
        nothingOf(caller);
    }

    @Test
    void an_answer_with_a_secret_is_kept_sealed() {
        var caller = bench.stranger();
        var call = bench.keyed(Notes.REVEAL, caller, new Nothing(), "k1");

        settle(bench.work.write(call, _ -> Future.succeededFuture(Outcome.done(Change.of("tgk_secret")))));

        var kept = bench.owner("SELECT encode(data, 'hex') FROM idempotency.answer WHERE chain = '"
                + caller.workspaceId().value() + "'");
        var bytes = new String(HexFormat.of().parseHex(kept.getFirst()), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("secret");
        var replay = (Outcome.Replayed<String>)
                await(bench.work.<String>replay(bench.keyed(Notes.REVEAL, caller, new Nothing(), "k1")))
                        .orElseThrow();
        assertThat(replay.data().toString()).isEqualTo("\"tgk_secret\"");
    }

    @Test
    void an_answer_sealed_with_a_former_key_is_replayed() {
        var caller = bench.stranger();
        var call = bench.keyed(Notes.REVEAL, caller, new Nothing(), "k1");
        settle(bench.work.write(call, _ -> Future.succeededFuture(Outcome.done(Change.of("tgk_secret")))));
        var present = new byte[32];
        present[0] = 1;
        var rotated = bench.work(new SecretBox(present, List.of(new byte[32]), new SecureRandom()));

        var replay = await(rotated.<String>replay(bench.keyed(Notes.REVEAL, caller, new Nothing(), "k1")))
                .orElseThrow();

        assertThat(((Outcome.Replayed<String>) replay).data().toString()).isEqualTo("\"tgk_secret\"");
    }

    @Test
    void a_batch_is_charged_for_what_it_did_and_gives_the_rest_back() {
        var caller = bench.stranger();
        var call = bench.call(Notes.CREATE_ALL, caller, new Notes.Titles(List.of("a", "b", "\0")));

        var outcome = await(all(call));

        assertThat(done(outcome).done()).isEqualTo(2);
        assertThat(usage(caller).charge().quantity()).isEqualTo(2);
        assertThat(usage(caller).charge().micros()).isEqualTo(200);
        assertThat(bench.released)
                .contains(new Bench.Released(caller.tenantId(), call.charge().hold(), 800));
        assertThat(event(caller)).hasSize(2);
        assertThat(bench.count("audit.event", caller.workspaceId().value())).isEqualTo(1);
    }

    @Test
    void a_price_that_is_not_linear_is_settled_as_it_was_quoted() {
        var caller = bench.stranger();
        var call = Bench.priced(
                bench.call(Notes.CREATE_ALL, caller, new Notes.Titles(List.of("a", "b", "\0"))),
                new Price("rest.write", 100, 3, "2026-01"));

        var outcome = await(all(call));

        assertThat(done(outcome).done()).isEqualTo(2);
        assertThat(call.charge().micros()).isEqualTo(334);
        assertThat(usage(caller).charge().micros()).isEqualTo(67);
        assertThat(bench.released)
                .contains(new Bench.Released(caller.tenantId(), call.charge().hold(), 267));
    }

    @Test
    void a_call_on_the_installation_is_audited_and_makes_no_usage() {
        var operator = new Caller(new Actor(Actor.Kind.OPERATOR, "op", "op"), null, null);
        var call = bench.keyed(Notes.REVEAL, operator, new Nothing(), "k-" + bench.ids.next());
        var before = bench.count("outbox.message");

        settle(bench.work.write(call, _ -> Future.succeededFuture(Outcome.done(Change.of("done")))));

        assertThat(bench.count("audit.event WHERE request_id = '"
                        + call.facts().requestId().value() + "' AND chain = '" + new UUID(0, 0) + "'"))
                .isEqualTo(1);
        assertThat(bench.count("outbox.message")).isEqualTo(before);
        assertThat(await(bench.work.<String>replay(call))).isPresent();
    }

    private static Future<Outcome<BatchAnswer<Note>>> all(Call<Notes.Titles> call) {
        return bench.notes.createAll(
                call,
                new Batch<>(call.input().items().stream().map(Notes::titled).toList()));
    }

    private static void nothingOf(Caller caller) {
        var workspace = caller.workspaceId().value();
        assertThat(bench.count("notes.note WHERE workspace_id = '" + workspace + "'"))
                .isZero();
        assertThat(bench.count("audit.event", workspace)).isZero();
        assertThat(bench.count("audit.pending", workspace)).isZero();
        assertThat(bench.count("idempotency.answer", workspace)).isZero();
        assertThat(bodies(caller.tenantId().text())).isEmpty();
        assertThat(bodies(caller.workspaceId().text())).isEmpty();
    }

    private static dev.tollgate.contract.event.UsageRecorded usage(Caller caller) {
        return bodies(caller.tenantId().text()).stream()
                .flatMap(body -> UsageCodec.decode(body).stream())
                .map(message -> ((UsageMessage.Usage) message).event())
                .findFirst()
                .orElseThrow();
    }

    private static List<dev.tollgate.contract.event.DomainEvent> event(Caller caller) {
        return bodies(caller.workspaceId().text()).stream()
                .map(DomainEventJson::read)
                .toList();
    }

    private static List<byte[]> bodies(String key) {
        return bench
                .owner("SELECT encode(body, 'hex') FROM outbox.message WHERE key = '" + key + "' ORDER BY id")
                .stream()
                .map(HexFormat.of()::parseHex)
                .toList();
    }

    private static <A> A done(Outcome<A> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<A>) outcome).value();
    }
}
