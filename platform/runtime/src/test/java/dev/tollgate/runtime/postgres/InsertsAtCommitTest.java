package dev.tollgate.runtime.postgres;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that a transaction inserts in the round trip of its COMMIT. */
class InsertsAtCommitTest extends InsertTests {

    private static final int MANY = CombinedInserts.PARTS_MAX + 1;

    @Test
    void a_transaction_inserts_few_rows_or_many_with_its_commit() {
        for (int count : List.of(1, 2, MANY)) {
            await(database.transaction(RowSecurityContext.of(tenant), soon(), tx -> {
                for (int i = 0; i < count; i++) {
                    tx.insertAtCommit(first(tenant, name + count + i));
                }
                return Future.succeededFuture();
            }));
        }

        assertThat(rows()).isEqualTo(1 + 2 + MANY);
        assertThat(transactions()).isEqualTo(3);
    }

    @Test
    void a_transaction_that_is_rolled_back_inserts_nothing() {
        await(database.transaction(RowSecurityContext.of(tenant), soon(), tx -> {
            tx.insertAtCommit(first(tenant, name));
            tx.rollbackOnly();
            return Future.succeededFuture();
        }));

        assertThat(rows()).isZero();
    }
}
