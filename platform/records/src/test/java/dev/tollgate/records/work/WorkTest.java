package dev.tollgate.records.work;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.price.Price;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.Nothing;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What belongs to a write exists whole or not at all, and is charged for what was done. */
class WorkTest extends WorkTests {

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
}
