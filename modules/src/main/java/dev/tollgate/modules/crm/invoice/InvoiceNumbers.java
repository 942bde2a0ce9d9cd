package dev.tollgate.modules.crm.invoice;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/**
 * Numbers of invoices without gaps, in the order of their commits. A workspace's last number is a row that the
 * transaction of a new invoice locks and updates: a rollback returns the number, and the next one waits.
 */
final class InvoiceNumbers {

    private static final String NEXT = """
            INSERT INTO crm.counter AS c (workspace_id, id, last_number) VALUES ($1, 'invoice', 1)
            ON CONFLICT (workspace_id, id) DO UPDATE SET last_number = c.last_number + 1
            RETURNING last_number
            """;

    private static final String RETURN = """
            UPDATE crm.counter SET last_number = last_number - 1 WHERE workspace_id = $1 AND id = 'invoice'
            """;

    private InvoiceNumbers() {}

    /** The next number, which others wait for until the transaction ends. */
    static Future<String> next(Transaction transaction, Call<?> call) {
        return transaction
                .query(NEXT, workspace(call))
                .map(rows -> "INV-%06d".formatted(rows.iterator().next().getLong(0)));
    }

    /** Returns the number that this transaction took last. */
    static void giveBack(Transaction transaction, Call<?> call) {
        var _ = transaction.query(RETURN, workspace(call));
    }

    private static Tuple workspace(Call<?> call) {
        return Tuple.of(call.caller().workspaceId().value());
    }
}
