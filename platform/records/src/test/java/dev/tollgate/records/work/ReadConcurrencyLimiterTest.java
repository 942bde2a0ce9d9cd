package dev.tollgate.records.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.OnBench;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadConcurrencyLimiterTest extends OnBench {

    private final ReadConcurrencyLimiter scans = ReadConcurrencyLimiter.ofScans();
    private final List<Promise<String>> reads = new ArrayList<>();
    private final Call<?> call = call(bench.stranger());

    @Test
    void a_tenant_has_few_reads_at_a_time_and_others_have_their_own() {
        var first = read(call);
        var second = read(call);

        assertThat(read(call).result()).isEqualTo(Outcome.refused(ReadConcurrencyLimiter.TOO_MANY));
        assertThat(read(call(bench.stranger())).isComplete()).isFalse();
        assertThat(first.isComplete()).isFalse();
        assertThat(second.isComplete()).isFalse();
        assertThat(reads).hasSize(3);
    }

    @Test
    void a_read_that_has_ended_or_failed_makes_room() {
        var first = read(call);
        var second = read(call);
        reads.get(0).complete("rows");
        reads.get(1).fail("lost");

        assertThat(first.result()).isEqualTo(Outcome.done("rows"));
        assertThat(second.failed()).isTrue();
        assertThat(read(call).isComplete()).isFalse();
        assertThat(read(call).isComplete()).isFalse();
        assertThat(read(call).isComplete()).isTrue();
    }

    @Test
    void a_tenant_reads_one_list_of_many_statements_at_a_time_and_a_refused_one_may_be_tried_in_a_second() {
        var lists = ReadConcurrencyLimiter.ofLists();

        var first = read(lists, call);
        var second = read(lists, call);
        var others = read(lists, call(bench.stranger()));
        reads.getFirst().complete("page");
        var later = read(lists, call);

        assertThat(first.result()).isEqualTo(Outcome.done("page"));
        assertThat(second.result()).isEqualTo(Outcome.refused(ReadConcurrencyLimiter.TOO_MANY_LISTS));
        assertThat(((Refusal.RateLimited) ReadConcurrencyLimiter.TOO_MANY_LISTS).retryAfter())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(others.isComplete()).isFalse();
        assertThat(later.isComplete()).isFalse();
    }

    @Test
    void the_refusal_of_a_scan_names_every_kind() {
        assertThat(((Refusal.RateLimited) ReadConcurrencyLimiter.TOO_MANY).detail())
                .contains("with filters and words")
                .contains("another order")
                .contains("updated_since")
                .contains("previews of content");
    }

    @Test
    void the_refusal_of_a_list_of_many_statements_names_every_kind() {
        assertThat(((Refusal.RateLimited) ReadConcurrencyLimiter.TOO_MANY_LISTS).detail())
                .contains("with filters")
                .contains("as tables")
                .contains("of the whole tenant");
    }

    @Test
    void scans_of_published_content_take_no_slots_of_lists() {
        var lists = List.of(list(), list());

        var refused = list();
        var page = bench.work.limitedPublicScan(call, "SELECT 1", Tuple.tuple());

        assertThat(Bench.await(refused)).isEqualTo(Outcome.refused(ReadConcurrencyLimiter.TOO_MANY));
        assertThat(Bench.await(page)).isInstanceOf(Outcome.Done.class);
        assertThat(lists).noneMatch(Future::isComplete);
        lists.forEach(Bench::settle);
    }

    private Future<Outcome<RowSet<Row>>> list() {
        return bench.work.limitedScan(call, "SELECT pg_sleep(2)", Tuple.tuple());
    }

    @Test
    void a_read_that_throws_makes_room() {
        var lists = ReadConcurrencyLimiter.ofLists();

        var thrown = lists.run(call, () -> {
            throw new IllegalStateException("broken");
        });

        assertThat(thrown.failed()).isTrue();
        assertThat(read(lists, call).isComplete()).isFalse();
    }

    private Future<Outcome<String>> read(Call<?> by) {
        return read(scans, by);
    }

    private Future<Outcome<String>> read(ReadConcurrencyLimiter limit, Call<?> by) {
        return limit.run(by, () -> {
            var read = Promise.<String>promise();
            reads.add(read);
            return read.future();
        });
    }

    private static Call<?> call(Caller caller) {
        return bench.call(Notes.LIST, caller, new Nothing());
    }
}
