package dev.tollgate.gateway.workspace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditChainsTest {

    private static final String BACKLOG_OF_ANOTHER_SLICE = """
            INSERT INTO audit.pending
            SELECT 0, gen_random_uuid(), '%1$s' FROM generate_series(1, 10001);
            INSERT INTO audit.pending VALUES (1, gen_random_uuid(), '%2$s');
            SET LOCAL tollgate.walls = '%1$s/%2$s'
            """;

    private final GatewayFixture gateway = GatewayFixture.shared();

    @Test
    void what_waits_in_a_chain_is_not_hidden_by_the_backlog_of_another_slice() throws SQLException {
        var sql = BACKLOG_OF_ANOTHER_SLICE.formatted(UUID.randomUUID(), UUID.randomUUID());

        try (var connection = gateway.sql().locking(sql);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT waiting FROM control.audit_chain(1)")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1)).isEqualTo(1);
            connection.rollback();
        }
    }
}
