package dev.tollgate.loadtest.baselines.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Creates the schema and its rows at the first start. */
final class BaselineSchema {

    static final String WORKSPACE = "wrk_00000000000000000000000001";
    static final String ACTOR = "key_00000000000000000000000001";

    /** Each word is in a hundred contacts, and as long as those that the gateway has. */
    private static final String FILL = """
            INSERT INTO baseline.contact
            SELECT $1, 'con_' || lpad(n::text, 26, '0'),
                   'Ada w' || lpad((n % ($2::bigint / 100))::text, 6, '0') || ' Number ' || n,
                   'ada' || n || '@example.org', '+44 20 7946 ' || n, 'Analyst', 'grace@example.org',
                   jsonb_build_object('language', 'en', 'size', n % 100), now(), now(), 1, 'api', $3
              FROM generate_series(1::bigint, $2::bigint) AS n
            ON CONFLICT DO NOTHING
            """;

    private BaselineSchema() {}

    static Future<Void> prepare(Pool pool, int rows) {
        Future<Void> made = Future.succeededFuture();
        for (var statement : statements()) {
            made = made.compose(_ -> pool.query(statement).execute().mapEmpty());
        }
        return made.compose(_ -> fill(pool, rows));
    }

    private static List<String> statements() {
        try (InputStream resource =
                Objects.requireNonNull(BaselineSchema.class.getResourceAsStream("/schema.sql"), "schema.sql")) {
            var text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split(";\n", -1))
                    .map(String::strip)
                    .filter(one -> !one.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("schema.sql cannot be read", e);
        }
    }

    private static Future<Void> fill(SqlClient client, int rows) {
        return client.query("SELECT count(*) FROM baseline.contact")
                .execute()
                .compose(found -> found.iterator().next().getLong(0) >= rows
                        ? Future.succeededFuture()
                        : client.preparedQuery(FILL)
                                .execute(Tuple.of(WORKSPACE, (long) rows, ACTOR))
                                .compose(_ ->
                                        client.query("ANALYZE baseline.contact").execute())
                                .mapEmpty());
    }
}
