package dev.tollgate.gateway.control.workspaces;

import dev.tollgate.contract.outcome.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The moves a workspace can make, decided without looking anywhere. */
enum WorkspaceTransition {
    ARCHIVE,
    RESTORE,
    SUSPEND,
    RESUME;

    /** Time for which an archived workspace can be restored. */
    static final Duration RESTORABLE = Duration.ofDays(30);

    /** Result of a transition. */
    sealed interface Decision {
        /** The workspace has the wanted state already. */
        record Unchanged() implements Decision {}

        /** The workspace changes its state; these are its times afterwards. */
        record Move(@Nullable Instant suspendedAt, @Nullable Instant archivedAt) implements Decision {}

        /** Its state does not allow it. */
        record Refuse(Refusal refusal) implements Decision {}
    }

    Decision decide(Workspace before, Instant now) {
        return switch (this) {
            case ARCHIVE ->
                before.archivedAt() != null ? new Decision.Unchanged() : new Decision.Move(before.suspendedAt(), now);
            case RESTORE -> restore(before, now);
            case SUSPEND -> suspend(before, now);
            case RESUME -> resume(before);
        };
    }

    /** Whether the workspace counts again against the plan afterwards. */
    boolean takesPlace() {
        return switch (this) {
            case RESTORE -> true;
            case ARCHIVE, SUSPEND, RESUME -> false;
        };
    }

    private static Decision restore(Workspace before, Instant now) {
        if (before.archivedAt() == null) {
            return new Decision.Unchanged();
        }
        if (now.isAfter(before.archivedAt().plus(RESTORABLE))) {
            return refuse("The workspace was archived more than 30 days ago and cannot be restored.");
        }
        return new Decision.Move(before.suspendedAt(), null);
    }

    private static Decision suspend(Workspace before, Instant now) {
        if (before.archivedAt() != null) {
            return refuse("The workspace is archived.");
        }
        return before.suspendedAt() != null ? new Decision.Unchanged() : new Decision.Move(now, null);
    }

    private static Decision resume(Workspace before) {
        if (before.archivedAt() != null) {
            return refuse("The workspace is archived.");
        }
        return before.suspendedAt() == null ? new Decision.Unchanged() : new Decision.Move(null, null);
    }

    private static Decision refuse(String detail) {
        return new Decision.Refuse(new Refusal.Conflict(detail));
    }
}
