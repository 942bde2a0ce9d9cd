package dev.tollgate.webhooks.history;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.WebhookId;
import io.vertx.sqlclient.Tuple;

/** Tells the dispatcher that a delivery of an endpoint is due now. */
public final class DispatcherWakeup {

    private static final String DUE_NOW = """
            UPDATE webhooks.endpoint_state
               SET next_due = LEAST(COALESCE(next_due, now()), now())
             WHERE workspace_id = $1 AND endpoint_id = $2
            """;

    private static final String NOTIFY = "SELECT pg_notify('tollgate_webhooks_due', '')";

    private DispatcherWakeup() {}

    /** With the commit of this transaction. */
    public static void endpoint(Transaction tx, WorkspaceId workspace, WebhookId webhook) {
        tx.atCommit(DUE_NOW, Tuple.of(workspace.value(), webhook.value()));
        tx.atCommit(NOTIFY, Tuple.tuple());
    }
}
