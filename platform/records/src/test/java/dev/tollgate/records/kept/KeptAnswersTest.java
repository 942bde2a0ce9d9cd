package dev.tollgate.records.kept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Representation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.Bench;
import dev.tollgate.records.kept.KeptAnswers.Key;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.Notifications;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeptAnswersTest {

    private static Bench bench;
    private static Notifications notifications;
    private static KeptAnswers kept;

    private final WorkspaceId workspace = new WorkspaceId(bench.ids.next());
    private final Key key = new Key(workspace, "docs", "all");
    private final AtomicInteger reads = new AtomicInteger();

    @BeforeAll
    static void open() {
        bench = new Bench();
        notifications = new Notifications(bench.vertx, bench.settings, DatabaseRole.APP, bench.clock);
        kept = new KeptAnswers(notifications);
        var _ = notifications.start().await();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void a_page_is_read_once_and_again_after_a_change_of_its_subject() {
        assertThat(read()).isEqualTo("1");
        assertThat(read()).isEqualTo("1");

        change(new WorkspaceId(bench.ids.next()), "docs");
        change(workspace, "docs");

        Bench.eventually(() -> assertThat(read()).isEqualTo("2"));
        assertThat(read()).isEqualTo("2");
    }

    @Test
    void a_page_that_began_before_a_change_is_not_kept() {
        var slow = Promise.<Outcome<Page<String>>>promise();
        var answer = kept.page(key, slow::future);

        change(workspace, "docs");
        // A page of the same subject is kept and dropped again by a later change: the first one has arrived then.
        var other = new Key(workspace, "docs", "other");
        var probe = new AtomicInteger();
        Bench.eventually(() -> {
            var first = text(kept.page(other, () -> counted(probe)));
            change(workspace, "docs");
            Bench.eventually(() ->
                    assertThat(text(kept.page(other, () -> counted(probe)))).isNotEqualTo(first));
        });
        slow.complete(Outcome.done(page("stale")));

        assertThat(text(answer)).isEqualTo("stale");
        assertThat(read()).isEqualTo("1");
    }

    @Test
    void a_refusal_and_a_page_without_prepared_JSON_are_not_kept() {
        var refused = kept.page(key, () -> {
            reads.incrementAndGet();
            return Future.succeededFuture(Outcome.<Page<String>>refused(new Refusal.ResourceNotFound("None.")));
        });

        assertThat(refused.await()).isInstanceOf(Outcome.Refused.class);
        assertThat(read()).isEqualTo("2");
    }

    @Test
    void a_workspace_has_a_quarter_of_the_memory_and_loses_only_its_own_pages() {
        var neighbour = new Key(new WorkspaceId(bench.ids.next()), "docs", "all");
        var neighbourReads = new AtomicInteger();
        assertThat(text(kept.page(neighbour, () -> counted(neighbourReads)))).isEqualTo("1");
        assertThat(read()).isEqualTo("1");
        int size = KeptAnswers.WORKSPACE_BYTES_MAX / 4;

        for (int i = 0; i < 3; i++) {
            large(i, size);
        }
        assertThat(read()).isEqualTo("1");
        large(3, size);

        assertThat(read()).isEqualTo("2");
        assertThat(read()).isEqualTo("2");
        assertThat(text(kept.page(neighbour, () -> counted(neighbourReads)))).isEqualTo("1");
    }

    private void large(int number, int size) {
        var page = page("x".repeat(size));
        var _ = kept.page(
                        new Key(workspace, "docs", "large " + number), () -> Future.succeededFuture(Outcome.done(page)))
                .await();
    }

    @Test
    void calls_that_miss_the_same_page_side_by_side_share_its_read() {
        var slow = Promise.<Outcome<Page<String>>>promise();
        var first = kept.page(key, () -> {
            reads.incrementAndGet();
            return slow.future();
        });
        var second = kept.page(key, () -> counted(reads));
        slow.complete(Outcome.done(page("shared")));

        assertThat(text(first)).isEqualTo("shared");
        assertThat(text(second)).isEqualTo("shared");
        assertThat(reads).hasValue(1);
    }

    @Test
    void nothing_is_kept_without_notifications() {
        var deaf = KeptAnswers.none();

        assertThat(text(deaf.page(key, () -> counted(reads)))).isEqualTo("1");
        assertThat(text(deaf.page(key, () -> counted(reads)))).isEqualTo("2");
    }

    private String read() {
        return text(kept.page(key, () -> counted(reads)));
    }

    private static Future<Outcome<Page<String>>> counted(AtomicInteger count) {
        return Future.succeededFuture(Outcome.done(page(Integer.toString(count.incrementAndGet()))));
    }

    private static Page<String> page(String text) {
        return Page.prepared(
                Representation.kept(text.getBytes(StandardCharsets.UTF_8), null, "private, max-age=60"), null);
    }

    private static String text(Future<Outcome<Page<String>>> answer) {
        if (answer.await() instanceof Outcome.Done<Page<String>>(Page<String> page) && page.prepared() != null) {
            return new String(page.prepared().json(), StandardCharsets.UTF_8);
        }
        throw new AssertionError("no page");
    }

    private static void change(WorkspaceId workspace, String subject) {
        var _ = bench.app
                .transaction(
                        RowSecurityContext.NONE, bench.clock.instant().plus(Duration.ofSeconds(10)), transaction -> {
                            KeptAnswers.changed(transaction, workspace, subject);
                            return Future.succeededFuture();
                        })
                .await();
    }
}
