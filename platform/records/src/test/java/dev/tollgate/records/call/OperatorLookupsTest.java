package dev.tollgate.records.call;

import static dev.tollgate.records.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators find a request by its id alone, though many chains had calls at its time. */
class OperatorLookupsTest extends OnStoredCalls {

    private static final int CHAINS = 1_100;
    private static final int CALLS_EACH = 60;

    private final List<Long> callsOfPages = new ArrayList<>();
    private final Worked worked = new Worked();
    private CallStore store;

    /** Before those of the caller come segments of many other chains, with requests around its own. */
    @BeforeEach
    void fill() {
        bench.tamper("DELETE FROM records.call_segment");
        bench.tamper("DELETE FROM audit.head");
        var others = bench.stranger();
        List<BookedCall> calls = new ArrayList<>();
        for (int i = 0; i < CALLS_EACH; i++) {
            calls.add(Calls.read(others, id(i * 100L, i), "get_note"));
        }
        book(calls);
        var chains = "generate_series(1, %d) AS n, LATERAL (SELECT lpad(to_hex(n), 32, '0')::uuid) AS i (id)"
                .formatted(CHAINS);
        bench.tamper("INSERT INTO audit.head SELECT i.id, h.position, h.hash FROM audit.head AS h, " + chains);
        bench.tamper("""
                INSERT INTO records.call_segment
                SELECT i.id, last_id, first_id, tenant_id, i.id, first_request, last_request, period, calls, quantity,
                       charge_micros, entries, words, body, origins, origins_digest, position, digest, hash, batch_id,
                       recorded_at
                  FROM records.call_segment, """ + chains);
        bench.tamper("ANALYZE records.call_segment, audit.head");
        store = new CallStore(
                (sql, args) -> bench.app
                        .read(RowSecurityContext.INSTALLATION, sql, args)
                        .onSuccess(page -> {
                            long sum = 0;
                            for (var row : page) {
                                sum += row.getInteger("calls");
                            }
                            callsOfPages.add(sum);
                        }),
                worked);
    }

    @Test
    void a_call_is_found_behind_a_thousand_chains_with_segments_around_its_request() {
        var wanted = Calls.read(caller, id(1_050, 1), "get_note");
        book(List.of(wanted));

        var found = await(store.ofRequest(wanted.event().call().requestId()));

        assertThat(found).extracting(StoredCall::event).containsExactly(wanted.event());
        assertThat(callsOfPages)
                .hasSizeGreaterThan(1)
                .allMatch(calls -> calls < SegmentPages.CALLS_OF_PAGE + CALLS_EACH);
        assertThat(worked.nanos).isPositive();
    }

    @Test
    void a_late_call_is_found_there_too() {
        var request = new RequestId(id(1_050, 2));
        var late = Calls.ofRequest(caller, id(Duration.ofDays(30).toMillis(), 2), request);
        book(List.of(late));

        var found = await(store.ofRequest(request));

        assertThat(found).extracting(StoredCall::event).containsExactly(late.event());
    }

    @Test
    void reading_ends_at_the_first_page_that_has_the_call() {
        var known = new RequestId(id(0, 0));

        var found = await(store.ofRequest(known));

        assertThat(found).isNotEmpty();
        assertThat(callsOfPages).hasSize(1);
    }

    @Test
    void a_request_that_no_chain_has_is_looked_for_in_all() {
        var found = await(store.ofRequest(new RequestId(new UUID(id(1_050, 0).getMostSignificantBits(), -1))));

        assertThat(found).isEmpty();
        assertThat(callsOfPages.stream().mapToLong(Long::longValue).sum()).isEqualTo((CHAINS + 1L) * CALLS_EACH);
        assertThat(callsOfPages.getLast()).isZero();
    }
}
