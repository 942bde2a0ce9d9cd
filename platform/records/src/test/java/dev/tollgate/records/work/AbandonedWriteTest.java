package dev.tollgate.records.work;

import static dev.tollgate.records.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Note;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.table.Batch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch that somebody watches, and then does not any more. */
class AbandonedWriteTest extends OnBench {

    private static final int NOTES = 25;

    @Test
    void a_watched_batch_tells_how_much_is_done() {
        var watcher = new Watching(Integer.MAX_VALUE);

        var outcome = written(watcher, "k1");

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(watcher.told).containsExactly(10L, 20L, 25L);
        assertThat(stored(watcher)).isEqualTo(NOTES);
    }

    @Test
    void a_batch_whose_caller_goes_before_the_commit_is_sent_leaves_nothing() {
        var watcher = new Watching(2);

        var outcome = written(watcher, "k1");

        assertThat(outcome).isEqualTo(Outcome.refused(new Refusal.DeadlineExceeded(false)));
        assertThat(watcher.told).containsExactly(10L, 20L);
        assertThat(stored(watcher)).isZero();
        assertThat(bench.count(
                        "idempotency.answer", watcher.caller.workspaceId().value()))
                .isZero();
    }

    private static Outcome<BatchAnswer<Note>> written(Watching watcher, String key) {
        var call = Bench.watched(bench.keyed(Notes.CREATE, watcher.caller, new Nothing(), key), watcher);
        return await(bench.notes.createAll(call, new Batch<>(Collections.nCopies(NOTES, Notes.titled("Ada")))));
    }

    private static long stored(Watching watcher) {
        return bench.count("notes.note WHERE workspace_id = '"
                + watcher.caller.workspaceId().value() + "'");
    }

    /** Goes when it has been told so often. */
    private static final class Watching implements ProgressListener {
        private final Caller caller = bench.stranger();
        private final List<Long> told = new ArrayList<>();
        private final int patience;

        Watching(int patience) {
            this.patience = patience;
        }

        @Override
        public boolean wantsProgress() {
            return true;
        }

        @Override
        public void progress(long done, long total) {
            told.add(done);
        }

        @Override
        public boolean gone() {
            return told.size() >= patience;
        }
    }
}
