package dev.tollgate.billing.usage;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.records.audit.AuditedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which booked calls must have an audit row of their own. */
class BookedCallsTest extends OnBench {

    private static final String WRITE = "create_task";
    private static final String READ = "get_task";

    @Test
    void whatever_says_that_it_has_a_row_is_asked_for_it() {
        var tenant = bench.tenant(SMALL);
        var write = bench.usage(tenant, 100);
        var free = bench.usage(tenant, 0);
        var hidden = of(READ, bench.usage(tenant, 0), true);
        var read = of(READ, bench.usage(tenant, 0), false);
        var attempt = of("deliver_webhook", bench.usage(tenant, 0), true);
        log.book(tenant, UsageCodec.encode(List.of(write, free, hidden, read, attempt)));
        bench.execute("UPDATE records.call_segment SET recorded_at = now() - interval '1 minute'");

        var asked = all(new BookedCalls(bench.meter, Set.of(WRITE), Set.of(READ)));

        assertThat(asked)
                .extracting(AuditedCall::usageId)
                .containsExactlyInAnyOrder(write.id(), free.id(), hidden.id());
    }

    private static List<AuditedCall> all(BookedCalls calls) {
        List<AuditedCall> all = new ArrayList<>();
        for (var page = next(calls); !page.isEmpty(); page = next(calls)) {
            all.addAll(page);
        }
        return all;
    }

    private static List<AuditedCall> next(BookedCalls calls) {
        return bench.await(() -> calls.next(100));
    }

    private static UsageRecorded of(String operation, UsageRecorded event, boolean audited) {
        var call = event.call();
        var facts = new CallFacts(
                call.requestId(),
                null,
                call.time(),
                call.tenant(),
                call.workspace(),
                call.actor(),
                call.surface(),
                operation,
                call.action(),
                null,
                call.clientAddress(),
                null);
        return new UsageRecorded(event.id(), facts, event.charge(), audited, null, null);
    }
}
