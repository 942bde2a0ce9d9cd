package dev.tollgate.loadtest.growth;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.report.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Kept calls of one workspace. The first are made by calls; the owner of the tables copies their segments into the
 * past, each copy a minute before the one before it, without a charge, so that the ledger still agrees.
 */
final class KeptCallGrowth implements GrowthAxis {

    private static final int CONNECTIONS = 8;
    private static final int SECONDS = 4;
    private static final int PART = 1_000_000;
    private static final Duration SETTLED_MAX = Duration.ofMinutes(2);

    /** A look-up reads the segments of the minute after its request. */
    private static final Duration LOOKED_UP_MAX = Duration.ofSeconds(61);

    private static final String AUDIT_EVENTS = "/v1/audit-events?limit=25";
    private static final String CALLS = "SELECT coalesce(sum(calls), 0)::bigint FROM records.call_segment WHERE ";

    private final GrowthTestbed testbed;
    private final String token;
    private final String segments;
    private String latestMade = "";
    private long made;
    private long copies;
    private String request = "";
    private Instant lookedUp = Instant.MAX;
    private String cursor = "";

    KeptCallGrowth(GrowthTestbed testbed) {
        this.testbed = testbed;
        var account = BenchAccount.create(testbed.installation().control());
        this.token = account.credential(Kind.API_KEY, "tasks:read", "usage:read", "audit:read")
                .secret();
        this.segments = "workspace_id = '" + account.workspaceRowId() + "'";
    }

    @Override
    public List<Integer> sizes() {
        return testbed.size().calls();
    }

    @Override
    public void growTo(int wanted) throws IOException, InterruptedException {
        if (made == 0) {
            make();
        }
        var sql = testbed.installation().servers().sql();
        long missing = wanted - sql.number(CALLS + segments);
        while (missing > 0) {
            long more = Math.ceilDiv(Math.min(missing, PART), made);
            sql.execute(copied(copies + 1, copies + more));
            copies += more;
            missing -= more * made;
        }
        sql.execute("VACUUM (ANALYZE) records.call_segment");
        require(
                Await.until(
                        LOOKED_UP_MAX.multipliedBy(2),
                        Duration.ofSeconds(1),
                        () -> Instant.now().isAfter(lookedUp)),
                "the segments that a look-up reads are complete at each size");
        cursor = client().get(AUDIT_EVENTS, "growth").body().path("next_cursor").asText();
        require(!cursor.isEmpty(), "entries of the audit fill more than a page");
    }

    /** Bytes of the table with its indexes: nearly all of its segments are of this workspace. */
    @Override
    public void write(ObjectNode figures) {
        var sql = testbed.installation().servers().sql();
        long calls = sql.number(CALLS + segments);
        long ofTable = sql.number("SELECT count(*) FROM records.call_segment");
        long bytes = sql.number("SELECT pg_total_relation_size('records.call_segment')");
        say(String.format(Locale.ROOT, "%d calls, %d segments, %d bytes", calls, ofTable, bytes));
        figures.withArray("/kept_calls").add(calls);
        figures.withArray("/segments").add(ofTable);
        figures.withArray("/kept_bytes_per_call").add(bytes / (double) calls);
    }

    private void make() throws IOException, InterruptedException {
        request = client().get("/v1/workspace", "growth").requestId();
        lookedUp = Instant.now().plus(LOOKED_UP_MAX);
        var _ = testbed.load().run(calls("/v1/workspace"), CONNECTIONS, SECONDS);
        require(testbed.installation().caughtUp(SETTLED_MAX), "the first calls are settled within " + SETTLED_MAX);
        var sql = testbed.installation().servers().sql();
        var charged = segments + " AND charge_micros > 0";
        made = sql.number(CALLS + charged);
        require(made > 0, "calls of the workspace are kept");
        latestMade = sql.text(
                "SELECT last_id FROM records.call_segment WHERE " + charged + " ORDER BY last_id DESC LIMIT 1");
    }

    /**
     * Copies of what was made by calls: copy n is n minutes earlier, with ids of that time and places before the first.
     */
    private String copied(long from, long to) {
        return """
            INSERT INTO records.call_segment
            SELECT (jsonb_populate_record(s, jsonb_build_object(
                       'last_id', %1$s, 'first_id', %2$s, 'last_request', %3$s, 'first_request', %4$s,
                       'charge_micros', 0, 'origins', NULL,
                       'position', s.position - n * (SELECT max(position) + 1 FROM records.call_segment m WHERE m.%5$s),
                       'recorded_at', s.recorded_at - n * interval '1 minute'))).*
              FROM records.call_segment s CROSS JOIN generate_series(%6$d, %7$d) AS n
             WHERE s.charge_micros > 0 AND s.last_id <= '%8$s' AND s.%5$s
            """.formatted(
                        earlier("last_id"),
                        earlier("first_id"),
                        earlier("last_request"),
                        earlier("first_request"),
                        segments,
                        from,
                        to,
                        latestMade);
    }

    /** An id whose first 48 bits, its time in milliseconds, are n minutes less. */
    private static String earlier(String id) {
        var hex = "replace(s." + id + "::text, '-', '')";
        return "(lpad(to_hex(('x' || left(" + hex + ", 12))::bit(48)::bigint - n * 60000), 12, '0') || substr(" + hex
                + ", 13))::uuid";
    }

    @Override
    public Map<String, LoadTarget> calls() {
        var calls = new LinkedHashMap<String, LoadTarget>();
        calls.put("get_workspace", calls("/v1/workspace"));
        calls.put("list_usage", calls("/v1/usage"));
        calls.put("get_request", calls("/v1/requests/" + request));
        calls.put("list_audit_events", calls(AUDIT_EVENTS));
        calls.put("list_audit_events_second_page", calls(AUDIT_EVENTS + "&cursor=" + cursor));
        return calls;
    }

    private LoadTarget calls(String path) {
        return new LoadTarget(port(), List.of(HttpCall.get(path, token)), List.of());
    }

    private AppClient client() {
        return new AppClient(port(), token);
    }

    private int port() {
        return testbed.installation().gateway().port();
    }
}
