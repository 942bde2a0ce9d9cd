package dev.tollgate.records.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import dev.tollgate.records.job.RunSlots.Admitted;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunSlotsTest {

    private static final JobKind LONG =
            JobKind.of("notes.reminder", "note.remind").lasting(Duration.ofSeconds(100));
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    private final RunSlots slots = new RunSlots();

    @Test
    void a_claim_that_left_all_long_jobs_begins_no_round_after_a_run_has_ended() {
        var _ = slots.add(longJob(FIRST));
        var _ = slots.add(longJob(SECOND));
        var first = slots.take();
        var claim = slots.except();

        var _ = slots.give(first);

        assertThat(claim.allLong()).isTrue();
        assertThat(slots.nextLongRound(claim)).isFalse();
        assertThat(slots.except().longOf()).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    @Test
    void a_claim_that_found_no_long_job_of_another_begins_a_round() {
        var _ = slots.add(longJob(FIRST));
        var _ = slots.give(slots.take());
        var claim = slots.except();

        boolean begins = slots.nextLongRound(claim);

        assertThat(claim.longOf()).containsExactly(FIRST);
        assertThat(begins).isTrue();
        assertThat(slots.except().longOf()).isEmpty();
    }

    private static Admitted longJob(UUID workspace) {
        var now = Instant.parse("2026-11-28T10:00:00Z");
        var job = new ClaimedJob(
                new JobId(workspace),
                LONG,
                new TenantId(workspace),
                new WorkspaceId(workspace),
                new UUID(9, 9),
                now,
                1,
                null,
                new UUID(8, 8),
                now.plus(JobRunner.LEASE));
        return new Admitted(job, new Active(Set.of("notes"), ZoneOffset.UTC));
    }
}
