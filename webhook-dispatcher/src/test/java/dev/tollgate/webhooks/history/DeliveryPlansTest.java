package dev.tollgate.webhooks.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.WalledStatements;
import dev.tollgate.webhooks.Seeds;
import dev.tollgate.webhooks.WebhookDatabase;
import dev.tollgate.webhooks.history.DeliveryOperations.DeliveryQuery;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of deliveries read few rows besides those that they show, though a workspace has many. */
class DeliveryPlansTest {

    private static final int SUCCEEDED = 20_000;
    private static final int OF_EACH_OTHER = 5;
    private static final int LIMIT = 26;
    private static final UUID WORKSPACE = UUID.randomUUID();
    private static final Pattern REMOVED = Pattern.compile("Rows Removed by (?:Index Recheck|Filter): (\\d+)");

    private static final WebhookDatabase DATABASE = new WebhookDatabase();
    private static final Vertx VERTX = Vertx.vertx();
    private static Database app;

    /** The few are older than the many. */
    @BeforeAll
    static void open() {
        app = Database.open(VERTX, DATABASE.settings, DatabaseRole.APP, 1, Clock.systemUTC());
        var seeds = new Seeds(DATABASE);
        seeds.deliveries(WORKSPACE, seeds.endpoint(WORKSPACE), 3 * OF_EACH_OTHER);
        DATABASE.execute("""
                UPDATE webhooks.delivery
                   SET status = (ARRAY['failed', 'retrying', 'pending'])[1 + n % 3],
                       settled_at = CASE WHEN n % 3 = 0 THEN now() END
                  FROM (SELECT id AS of, row_number() OVER () - 1 AS n FROM webhooks.delivery) AS numbered
                 WHERE id = of
                """);
        var many = seeds.endpoint(WORKSPACE);
        seeds.deliveries(WORKSPACE, many, SUCCEEDED);
        DATABASE.execute("UPDATE webhooks.delivery SET status = 'succeeded', settled_at = now() WHERE endpoint_id = '"
                + many + "'");
        DATABASE.execute("ANALYZE webhooks.delivery, webhooks.endpoint, webhooks.endpoint_state");
    }

    @AfterAll
    static void close() {
        app.close().await();
        VERTX.close().await();
    }

    @ParameterizedTest
    @EnumSource(WebhookDelivery.Status.class)
    void those_of_a_status_are_found_by_an_index(WebhookDelivery.Status status) {
        var plan = plan(new DeliveryQuery(null, null, null, null, status, null, null, null));

        assertThat(removed(plan)).as(String.join("\n", plan)).isLessThanOrEqualTo(3 * OF_EACH_OTHER);
    }

    @Test
    void those_of_a_time_are_found_by_their_ids() {
        var before = Instant.now().minus(Duration.ofDays(1));

        var plan = plan(new DeliveryQuery(null, null, null, null, null, null, before, null));

        assertThat(removed(plan)).as(String.join("\n", plan)).isZero();
    }

    private static int removed(List<String> plan) {
        int removed = 0;
        for (var line : plan) {
            var match = REMOVED.matcher(line);
            removed += match.find() ? Integer.parseInt(match.group(1)) : 0;
        }
        return removed;
    }

    private static List<String> plan(DeliveryQuery query) {
        var conditions = DeliveryPages.Conditions.of(WORKSPACE, query, null);
        var sql = conditions.newestFirst(LIMIT);
        var arguments = conditions.arguments();
        var walled = WalledStatements.text(sql, arguments.size());
        arguments.addString(Seeds.TENANT + "/" + WORKSPACE);
        var plan = new ArrayList<String>();
        app.read(RowSecurityContext.NONE, "EXPLAIN (ANALYZE, COSTS off) " + walled, arguments)
                .await()
                .forEach(row -> plan.add(row.getString(0)));
        assertThat(plan).anyMatch(line -> line.contains("Index"));
        return plan;
    }
}
