package dev.tollgate.modules.analytics.check;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.Transaction;

/** The lock on the rules of a workspace: writes of events share it, an approval has it alone. */
public final class RulesLock {

    private RulesLock() {}

    private static String name(WorkspaceId workspace) {
        return "analytics.rules " + workspace.value();
    }

    /** Shares it until the transaction ends. */
    public static void share(Transaction transaction, WorkspaceId workspace) {
        var _ = transaction.lockShared(name(workspace));
    }

    /** Has it alone until the transaction ends. */
    public static void alone(Transaction transaction, WorkspaceId workspace) {
        var _ = transaction.lock(name(workspace));
    }
}
