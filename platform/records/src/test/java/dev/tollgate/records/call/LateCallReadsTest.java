package dev.tollgate.records.call;

import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What PostgreSQL reads to find the late calls of a request. */
class LateCallReadsTest extends OnStoredCalls {

    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final int SEGMENTS = 20_000;
    private static final long APART_MS = 120_000;

    @Test
    void late_calls_cost_no_more_the_more_segments_are_between_them() {
        var request = new RequestId(id(0, 0));
        var other = new RequestId(id(1, 0));
        var early = Calls.ofRequest(caller, id(DAY_MS, 1), request);
        var late = Calls.ofRequest(caller, id(31 * DAY_MS, 2), request);
        book(List.of(early, late));
        book(List.of(
                Calls.ofRequest(caller, id(40 * DAY_MS, 3), other),
                Calls.ofRequest(caller, id(40 * DAY_MS + 2 * APART_MS, 4), other)));
        insertBehind(early.event().id());

        var apart = new Look(request);
        var together = new Look(other);

        assertThat(page(CallQuery.ofRequest(chain(), request), 10))
                .extracting(StoredCall::event)
                .containsExactly(late.event(), early.event());
        assertThat(apart.segments).isEqualTo(together.segments).isLessThan(10);
        assertThat(apart.statements).isEqualTo(together.statements);
    }

    /** Stores segments that nobody opens. */
    private static void insertBehind(UUID id) {
        bench.tamper("""
                INSERT INTO records.call_segment
                SELECT chain, i.id, i.id, tenant_id, workspace_id, i.id, i.id, period, 1, 1, 1, 0, words, body, origins,
                       origins_digest, NULL, digest, NULL, batch_id, recorded_at
                  FROM records.call_segment,
                       (SELECT (lpad(to_hex(%d + n * %d), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid
                          FROM generate_series(1, %d::bigint) AS n) AS i (id)
                 WHERE last_id = '%s'
                """.formatted(IdSource.millis(id), APART_MS, SEGMENTS, id));
        bench.tamper("ANALYZE records.call_segment");
    }

    /** Counts what a look-up reads, as PostgreSQL counts it. */
    private final class Look {

        private static final Pattern NODE = Pattern.compile("(.*)actual rows=([0-9.]+) loops=([0-9]+)");
        private static final Pattern REMOVED = Pattern.compile("Rows Removed by Filter: ([0-9]+)");

        private double segments;
        private int statements;
        private int loops;

        Look(RequestId request) {
            var context = RowSecurityContext.of(caller);
            var store = new CallStore((sql, args) -> bench.app
                    .transaction(
                            context,
                            bench.clock.instant().plusSeconds(10),
                            transaction -> transaction.query("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + sql, args))
                    .compose(plan -> {
                        statements++;
                        plan.forEach(this::count);
                        return bench.app.read(context, sql, args);
                    }));
            settle(store.page(CallQuery.ofRequest(chain(), request), 10, CallReach.PAGE));
        }

        /** Removed rows are those of the node in the lines before. */
        private void count(Row line) {
            var node = NODE.matcher(line.getString(0));
            var removed = REMOVED.matcher(line.getString(0));
            if (node.find()) {
                loops = node.group(1).contains("on call_segment") ? Integer.parseInt(node.group(3)) : 0;
                segments += Double.parseDouble(node.group(2)) * loops;
            } else if (removed.find()) {
                segments += Double.parseDouble(removed.group(1)) * loops;
            }
        }
    }
}
