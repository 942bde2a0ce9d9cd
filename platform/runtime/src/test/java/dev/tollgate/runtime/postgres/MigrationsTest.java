package dev.tollgate.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    @Test
    void processes_that_start_together_leave_one_schema() {
        var settings = TestDatabases.empty();

        var one = CompletableFuture.runAsync(() -> Migrations.run(settings));
        var other = CompletableFuture.runAsync(() -> Migrations.run(settings));

        assertThat(one).succeedsWithin(java.time.Duration.ofSeconds(30));
        assertThat(other).succeedsWithin(java.time.Duration.ofSeconds(30));
    }

    @Test
    void sets_run_in_the_order_they_ask_for() {
        var owners = Migrations.sets().stream().map(MigrationSet::owner).toList();

        assertThat(owners).startsWith("runtime", "outbox");
    }
}
