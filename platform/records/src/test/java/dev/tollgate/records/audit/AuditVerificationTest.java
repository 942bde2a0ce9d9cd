package dev.tollgate.records.audit;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.audit.chain.SealedSegments;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was taken out of the database is told, and what retention has dropped is not. */
class AuditVerificationTest {

    private Bench bench;
    private Caller caller;

    @BeforeEach
    void open() {
        bench = new Bench();
        caller = bench.stranger();
        for (int i = 0; i < 2; i++) {
            settle(bench.notes.create(bench.call(Notes.CREATE, caller, new Nothing()), Notes.titled("n")));
        }
        settle(bench.newSealer().seal());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void before_and_after_that_were_removed_before_their_time_are_told() {
        bench.tamper("DELETE FROM audit.body WHERE event_id = (SELECT event_id FROM audit.seal WHERE position = 1)");

        assertThat(verified(bench.retention()).faults())
                .singleElement()
                .asString()
                .contains("position 1", "before and after", "were removed before their time");
    }

    @Test
    void before_and_after_that_were_dropped_after_their_time_are_not_missed() {
        bench.tamper("DELETE FROM audit.body");
        var later = InstantSource.offset(bench.clock, Duration.ofDays(401));

        assertThat(verified(new RetentionBounds(later, 400)).faults()).isEmpty();
    }

    @Test
    void days_are_dropped_whole_and_an_hour_early_where_clocks_differ() {
        var evening = InstantSource.fixed(Instant.parse("2026-11-29T22:59:59Z"));
        var night = InstantSource.fixed(Instant.parse("2026-11-29T23:00:00Z"));

        assertThat(new RetentionBounds(evening, 2).bodiesSince()).isEqualTo("2026-11-27T00:00:00Z");
        assertThat(new RetentionBounds(night, 2).bodiesSince()).isEqualTo("2026-11-28T00:00:00Z");
        assertThat(new RetentionBounds(evening, 2).originsSince()).isEqualTo("2026-11-27T23:59:59Z");
    }

    @Test
    void a_tail_that_was_deleted_is_told_by_its_anchor() {
        var hash = bench.owner("SELECT encode(hash, 'hex') FROM audit.head").getFirst();
        var anchor = new Anchor(caller.workspaceId().value(), 2, hash, bench.clock.instant());
        bench.tamper("DELETE FROM audit.event WHERE id = (SELECT event_id FROM audit.seal WHERE position = 2)");
        bench.tamper("DELETE FROM audit.seal WHERE position = 2");
        bench.tamper("UPDATE audit.head SET position = 1, hash = (SELECT hash FROM audit.seal)");
        var pages = new ArrayDeque<>(List.of(List.of(anchor), List.<Anchor>of()));

        var report = await(bench.verification(SealedSegments.NONE)
                .run(() -> Future.succeededFuture(pages.remove()), AuditedCalls.NONE));

        assertThat(report.faults()).singleElement().asString().contains("position 2: nothing has this position");
    }

    private VerificationReport verified(RetentionBounds retention) {
        return await(new AuditVerification(bench.sealer, SealedSegments.NONE, retention)
                .run(PublishedAnchors.NONE, AuditedCalls.NONE));
    }
}
