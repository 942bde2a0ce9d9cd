package dev.tollgate.records.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.OnBench;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScansTest extends OnBench {

    private final Scans scans = new Scans();
    private final List<Promise<String>> reads = new ArrayList<>();
    private final Call<?> call = call(bench.stranger());

    @Test
    void a_tenant_has_few_reads_at_a_time_and_others_have_their_own() {
        var first = read(call);
        var second = read(call);

        assertThat(read(call).result()).isEqualTo(Outcome.refused(Scans.TOO_MANY));
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

    private Future<Outcome<String>> read(Call<?> by) {
        return scans.run(by, () -> {
            var read = Promise.<String>promise();
            reads.add(read);
            return read.future();
        });
    }

    private static Call<?> call(Caller caller) {
        return bench.call(Notes.LIST, caller, new Nothing());
    }
}
