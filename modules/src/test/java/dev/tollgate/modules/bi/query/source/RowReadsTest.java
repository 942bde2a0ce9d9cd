package dev.tollgate.modules.bi.query.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.bi.query.InsightOperations;
import dev.tollgate.modules.bi.query.InsightOperations.AskedInsight;
import dev.tollgate.modules.bi.query.QuestionTests;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.work.EncryptedAnswers;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What reads of a query tell their call. */
class RowReadsTest extends QuestionTests {

    /** How long before its deadline a call learns what has become of its read. */
    private static final Duration BEFORE_DEADLINE = Duration.ofSeconds(1);

    private final AtomicLong worked = new AtomicLong();

    private final ProgressListener listener = new ProgressListener() {
        @Override
        public boolean wantsProgress() {
            return false;
        }

        @Override
        public void progress(long done, long total) {
            // Nobody asked.
        }

        @Override
        public void worked(long nanos) {
            worked.addAndGet(nanos);
        }

        @Override
        public boolean gone() {
            return false;
        }
    };

    private RowReads reads() {
        var desk = questions.desk;
        var parts = new WorkParts(
                desk.ids,
                1,
                _ -> {},
                new EncryptedAnswers(new SecretBox(new byte[32], List.of(), new SecureRandom())),
                (_, answer) -> Json.buffer(answer),
                (_, _, _) -> {});
        return RowReads.ofQueries(new Work(desk.database, parts), 1_000);
    }

    private Call<AskedInsight> call(Caller caller, Duration time) {
        var operation = InsightOperations.QUERY;
        var facts = new CallFacts(
                new RequestId(questions.desk.ids.next()),
                null,
                now(),
                caller.tenant(),
                caller.workspace(),
                caller.actor(),
                Surface.REST,
                operation.name(),
                operation.action(),
                null,
                "127.0.0.1",
                "test");
        return new Call<>(
                operation,
                caller,
                new AskedInsight(new JsonObject(), null),
                Conditions.NONE,
                facts,
                new Charge("bi.query", 1, 500, "2026-01", new Charge.Hold(1, 7)),
                now().plus(time),
                listener,
                (held, _) -> held);
    }

    private <T> T read(Call<?> call, Function<Transaction, Future<T>> body) {
        return ((Outcome.Done<T>) Desk.await(reads().read(call, _ -> Future.succeededFuture(1L), body))).value();
    }

    private static Function<Transaction, Future<RowSet<Row>>> statement(String sql) {
        return transaction -> transaction.query(sql, Tuple.tuple());
    }

    @Test
    void a_read_that_runs_out_of_time_tells_its_time_as_work() {
        var call = call(caller(), BEFORE_DEADLINE.plusMillis(500));
        var begun = new AtomicReference<>(call.deadline());
        long beganNanos = System.nanoTime();

        var failure = catchThrowable(() -> {
            var _ = read(call, transaction -> {
                begun.set(now());
                return statement("SELECT pg_sleep(60)").apply(transaction);
            });
        });
        long tookNanos = System.nanoTime() - beganNanos;

        assertThat(failure).isInstanceOf(Failure.TimeUp.class);
        // It ended at the time that it had at the earliest, and was under way before its statement was.
        var ofStatement = Duration.between(begun.get(), call.deadline().minus(BEFORE_DEADLINE));
        assertThat(worked).hasValueGreaterThan(0).hasValueLessThanOrEqualTo(tookNanos);
        assertThat(worked).hasValueGreaterThan(ofStatement.minusMillis(20).toNanos());
    }

    @Test
    void a_read_ends_a_second_before_the_deadline_of_its_call() {
        var call = call(caller(), Duration.ofSeconds(20));
        var left = Duration.between(now(), call.deadline());

        var rows = read(call, statement("SELECT setting::bigint FROM pg_settings WHERE name = 'transaction_timeout'"));

        assertThat(Duration.ofMillis(rows.iterator().next().getLong(0)))
                .isPositive()
                .isLessThanOrEqualTo(left.minus(BEFORE_DEADLINE));
    }

    @Test
    void a_read_that_is_answered_tells_none() {
        var _ = read(call(caller(), Duration.ofSeconds(60)), statement("SELECT pg_sleep(0.01)"));

        assertThat(worked).hasValue(0);
    }
}
