package dev.tollgate.gateway.control.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WorkspaceTransitionTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Instant EARLIER = NOW.minusSeconds(60);

    private static Workspace workspace(Instant suspendedAt, Instant archivedAt) {
        return new Workspace(
                new WorkspaceId(new UUID(0, 1)),
                new TenantId(new UUID(0, 2)),
                "acme",
                "Acme",
                "UTC",
                Workspace.Status.ACTIVE,
                suspendedAt,
                archivedAt,
                EARLIER,
                EARLIER,
                1,
                "control",
                "ada");
    }

    @Test
    void restoring_gives_back_the_state_before_archiving() {
        var archived = workspace(EARLIER, EARLIER);

        assertThat(WorkspaceTransition.RESTORE.decide(archived, NOW))
                .isEqualTo(new WorkspaceTransition.Decision.Move(EARLIER, null));
    }

    @Test
    void an_archived_workspace_can_be_restored_for_thirty_days_and_no_longer() {
        var last = workspace(null, NOW.minus(Duration.ofDays(30)));
        var late = workspace(null, NOW.minus(Duration.ofDays(30)).minusMillis(1));

        assertThat(WorkspaceTransition.RESTORE.decide(last, NOW))
                .isEqualTo(new WorkspaceTransition.Decision.Move(null, null));
        assertThat(WorkspaceTransition.RESTORE.decide(late, NOW))
                .isInstanceOfSatisfying(
                        WorkspaceTransition.Decision.Refuse.class,
                        refuse -> assertThat(refuse.refusal()).isInstanceOf(Refusal.Conflict.class));
    }

    @Test
    void an_archived_workspace_is_neither_suspended_nor_resumed() {
        var archived = workspace(null, EARLIER);

        assertThat(WorkspaceTransition.SUSPEND.decide(archived, NOW))
                .isInstanceOf(WorkspaceTransition.Decision.Refuse.class);
        assertThat(WorkspaceTransition.RESUME.decide(archived, NOW))
                .isInstanceOf(WorkspaceTransition.Decision.Refuse.class);
    }

    @Test
    void a_move_to_where_it_stands_changes_nothing() {
        var unchanged = new WorkspaceTransition.Decision.Unchanged();

        assertThat(WorkspaceTransition.ARCHIVE.decide(workspace(null, EARLIER), NOW))
                .isEqualTo(unchanged);
        assertThat(WorkspaceTransition.RESTORE.decide(workspace(null, null), NOW))
                .isEqualTo(unchanged);
        assertThat(WorkspaceTransition.SUSPEND.decide(workspace(EARLIER, null), NOW))
                .isEqualTo(unchanged);
        assertThat(WorkspaceTransition.RESUME.decide(workspace(null, null), NOW))
                .isEqualTo(unchanged);
    }
}
