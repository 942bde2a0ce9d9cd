package dev.tollgate.records.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.table.Batch;
import io.vertx.core.Future;
import java.util.HexFormat;
import java.util.List;

/** Writes over real servers, and what is left of them. */
abstract class WorkTests extends OnBench {

    static Future<Outcome<BatchAnswer<Note>>> all(Call<Notes.Titles> call) {
        return bench.notes.createAll(
                call,
                new Batch<>(call.input().items().stream().map(Notes::titled).toList()));
    }

    static void nothingOf(Caller caller) {
        var workspace = caller.workspaceId().value();
        assertThat(bench.count("notes.note WHERE workspace_id = '" + workspace + "'"))
                .isZero();
        assertThat(bench.count("audit.event", workspace)).isZero();
        assertThat(bench.count("audit.pending", workspace)).isZero();
        assertThat(bench.count("idempotency.answer", workspace)).isZero();
        assertThat(bodies(caller.tenantId().text())).isEmpty();
        assertThat(bodies(caller.workspaceId().text())).isEmpty();
    }

    static dev.tollgate.contract.event.UsageRecorded usage(Caller caller) {
        return bodies(caller.tenantId().text()).stream()
                .flatMap(body -> UsageCodec.decode(body).stream())
                .map(message -> ((UsageMessage.Usage) message).event())
                .findFirst()
                .orElseThrow();
    }

    static List<dev.tollgate.contract.event.DomainEvent> event(Caller caller) {
        return bodies(caller.workspaceId().text()).stream()
                .map(DomainEventJson::read)
                .toList();
    }

    static List<byte[]> bodies(String key) {
        return bench
                .owner("SELECT encode(body, 'hex') FROM outbox.message WHERE key = '" + key + "' ORDER BY id")
                .stream()
                .map(HexFormat.of()::parseHex)
                .toList();
    }

    static <A> A done(Outcome<A> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<A>) outcome).value();
    }
}
