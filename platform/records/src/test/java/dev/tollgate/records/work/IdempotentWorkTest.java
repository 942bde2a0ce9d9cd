package dev.tollgate.records.work;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writes with an idempotency key, and the answers that are kept for it. */
class IdempotentWorkTest extends WorkTests {

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
    void another_input_reads_no_answer() {
        var caller = bench.stranger();
        settle(all(bench.keyed(Notes.CREATE_ALL, caller, new Notes.Titles(List.of("a")), "k1")));
        var known = Idempotency.KNOWN
                .replace("$1", "'" + caller.workspaceId().value() + "'")
                .replace("$2", "actor_id")
                .replace("$3", "operation")
                .replace("$4", "'k1'");

        var ofOther = bench.owner("SELECT data IS NULL FROM (" + known.replace("$5", "'other'::bytea") + ") AS known");
        var ofSame = bench.owner("SELECT data IS NULL FROM (" + known.replace("$5", "digest") + ") AS known");

        assertThat(ofOther).containsExactly("t");
        assertThat(ofSame).containsExactly("f");
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
}
