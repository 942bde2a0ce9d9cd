package dev.tollgate.loadtest.growth;

import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.environment.Installation;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Calls every list of the served documents whose path names at most a tenant and a workspace, and asks PostgreSQL which
 * large tables were read as a whole meanwhile: none should be.
 */
final class IndexedLists {

    private static final String SHOWN = "200";
    private static final String LARGE = """
            SELECT format('%s.%s %s', schemaname, relname, seq_tup_read) FROM pg_stat_user_tables
             WHERE n_live_tup >= \
            """;

    /** Sessions report what they have read at most this much later. */
    private static final long REPORTED_AFTER_MS = 2_000;

    /** What lists need that answer 422 without it. */
    private static final Map<String, String> NEEDED = Map.of(
            "/control/v1/workspaces", "&query=growth",
            "/control/v1/workspaces/{workspace_id}/records", "&kind=contact");

    private final Installation installation;
    private final int largeFrom;

    /** @param largeFrom rows of a table that must not be read as a whole */
    IndexedLists(Installation installation, int largeFrom) {
        this.installation = installation;
        this.largeFrom = largeFrom;
    }

    void measure(ObjectNode figures) throws InterruptedException {
        var sql = installation.servers().sql();
        var account = BenchAccount.create(installation.control());
        account.enableEveryModule();
        var scopes = installation.control().records("/control/v1/scopes").stream()
                .map(scope -> scope.path("scope").asText())
                .toArray(String[]::new);
        var key = account.credential(Kind.API_KEY, scopes).secret();
        sql.execute("ANALYZE");
        TimeUnit.MILLISECONDS.sleep(REPORTED_AFTER_MS);
        var before = readAsAWhole(sql);
        var statuses = new TreeMap<String, Integer>();
        call("/openapi.json", account, key, statuses);
        call("/control/openapi.json", account, installation.control().token(), statuses);
        int lists = statuses.values().stream().mapToInt(Integer::intValue).sum();
        figures.put("lists", lists).put("lists_not_shown", lists - statuses.getOrDefault(SHOWN, 0));
        TimeUnit.MILLISECONDS.sleep(REPORTED_AFTER_MS);
        var after = readAsAWhole(sql);
        var byStatus = figures.putObject("lists_by_status");
        statuses.forEach(byStatus::put);
        var read = figures.putObject("rows_read_as_a_whole");
        after.forEach((table, rows) -> {
            long more = rows - before.getOrDefault(table, 0L);
            if (more > 0) {
                read.put(table, more);
            }
        });
        figures.put("large_tables", after.size()).put("tables_read_as_a_whole", read.size());
        say("lists by status " + statuses + ", tables read as a whole " + read);
    }

    private void call(String document, BenchAccount account, String token, Map<String, Integer> statuses) {
        int port = installation.gateway().port();
        var paths = HttpCall.get(document).send(port).body().path("paths");
        paths.properties().forEach(path -> {
            var called = path.getKey()
                    .replace("{tenant_id}", account.tenantId())
                    .replace("{workspace_id}", account.workspaceId());
            if (!called.contains("{") && isList(path.getValue().path("get"))) {
                int status = HttpCall.get(called + "?limit=25" + NEEDED.getOrDefault(path.getKey(), ""), token)
                        .send(port)
                        .status();
                statuses.merge(Integer.toString(status), 1, Integer::sum);
                if (status != 200) {
                    say(called + " is answered " + status);
                }
            }
        });
    }

    private static boolean isList(JsonNode operation) {
        for (var parameter : operation.path("parameters")) {
            if (parameter.path("name").asText().equals("limit")) {
                return true;
            }
        }
        return false;
    }

    /** Rows that were read by walks through whole tables, by table. */
    private Map<String, Long> readAsAWhole(OwnerSql sql) {
        return sql.texts(LARGE + largeFrom).stream()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
    }
}
