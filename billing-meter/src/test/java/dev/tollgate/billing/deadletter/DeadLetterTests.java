package dev.tollgate.billing.deadletter;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.rating.Period;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;

/** An operator and the dead letters of a tenant that PostgreSQL does not have. */
abstract class DeadLetterTests extends OnBench {

    static final Caller OPERATOR = new Caller(BillingBench.KEY, null, null);
    static final String WHY = "PostgreSQL was restored";

    TenantId tenant;

    /** A tenant that PostgreSQL does not have. */
    @BeforeEach
    void prepare() {
        tenant = new TenantId(bench.ids.next());
        var _ = bench.addWorkspace(tenant);
    }

    static List<DeadLetterId> ids(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::id).toList();
    }

    static HandledDeadLetters resolve(List<DeadLetterId> ids) {
        return desk.done(DeadLetterOperations.RESOLVE, OPERATOR, new ResolveChoice(ids, "charged by hand"));
    }

    final HandledDeadLetters resend(DeadLetterId id) {
        return desk.done(DeadLetterOperations.RESEND, OPERATOR, choice(id));
    }

    static ResendChoice choice(DeadLetterId id) {
        return new ResendChoice(List.of(id), WHY);
    }

    /** The account is back. */
    final void opened() {
        var _ = bench.await(() -> bench.app.transaction(
                RowSecurityContext.INSTALLATION,
                bench.deadline(),
                transaction -> bench.accounts.create(transaction, tenant, SMALL)));
        var _ = bench.await(() -> bench.appCopies.first(tenant));
    }

    /** A call that was held under a copy that is lost. */
    final UsageRecorded usage(long micros) {
        var lost = new Charge.Hold(0, Period.bucket(bench.clock.instant()));
        return bench.usage(tenant, new Charge("rest.write", 1, micros, "1", lost));
    }

    final DeadLetter only() {
        assertThat(letters(false)).hasSize(1);
        return letters(false).getFirst();
    }

    final List<DeadLetter> letters(boolean resolved) {
        return all(resolved).stream()
                .filter(letter -> tenant.equals(letter.tenantId()))
                .toList();
    }

    static List<DeadLetter> all(boolean resolved) {
        return desk.done(DeadLetterOperations.LIST, OPERATOR, new DeadLetterPage(resolved, 100, null))
                .items();
    }

    /** The only message of the tenant in the outbox. */
    final byte[] sent() {
        assertThat(messages()).hasSize(1);
        return messages().getFirst();
    }

    final List<byte[]> messages() {
        return bench
                .texts("SELECT encode(body, 'hex') FROM outbox.message WHERE topic = 'tollgate.usage' AND key = '"
                        + tenant.text() + "'")
                .stream()
                .map(hex -> HexFormat.of().parseHex(Objects.requireNonNull(hex)))
                .toList();
    }
}
