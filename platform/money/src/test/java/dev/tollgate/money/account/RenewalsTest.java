package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.copy.CopyRenewal.Need;
import dev.tollgate.money.hold.CanIgnoreReturnValue;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.redis.FunctionLibrary;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies with holds that nobody charges, while the meter lags and when it has caught up. */
class RenewalsTest {

    private MoneyBench bench;
    private TenantId tenant;
    private long leaked;

    @BeforeEach
    void a_hold_of_two_minutes_ago_was_never_charged() {
        bench = new MoneyBench();
        tenant = bench.account(MoneyBench.SMALL);
        bench.redis.must(
                "FUNCTION",
                "LOAD",
                "REPLACE",
                FunctionLibrary.source(Duration.ofMinutes(-2).toMillis()));
        // A copy is made in the bucket of now, and older holds belong to the bucket after the last closed one.
        bench.asMeter(transaction ->
                transaction.query("UPDATE billing.account SET closed = 0, seq = seq + 1", Tuple.tuple()));
        bench.redis.must("DEL", "{" + tenant.text() + "}:account");
        bench.awaited(() -> bench.copies.first(tenant));
        leaked = held(100);
        bench.redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void while_nothing_has_closed_the_row_is_left_alone() {
        String before = lastLocked();

        renew(bench.copies);

        assertThat(lastLocked()).isEqualTo(before);
        assertThat(open()).isEqualTo(100);
    }

    @Test
    void a_bucket_that_has_closed_is_given_back() {
        bench.asMeter(transaction -> transaction.query(
                "INSERT INTO billing.slice (slice, closed) VALUES ($1, $2)", Tuple.of(MoneyBench.SLICE, leaked)));

        renew(bench.copies);

        assertThat(open()).isZero();
    }

    @Test
    void renewals_are_made_while_every_connection_of_calls_is_in_use() {
        bench.asMeter(transaction -> transaction.query(
                "INSERT INTO billing.slice (slice, closed) VALUES ($1, $2)", Tuple.of(MoneyBench.SLICE, leaked)));
        var apart = bench.onLoop(() -> new Copies(bench.busy(), bench.app, bench.functions, bench.setup()));

        renew(apart);

        assertThat(open()).isZero();
    }

    private void renew(Copies copies) {
        bench.awaited(() -> copies.renew(tenant, new Need.Aged(leaked), Instant.now()));
    }

    /** The last transaction that locked or changed the row. */
    private String lastLocked() {
        return bench.asMeter(transaction -> transaction.query(
                        "SELECT xmin::text || '/' || xmax::text AS last FROM billing.account WHERE tenant = $1",
                        Tuple.of(tenant.value())))
                .iterator()
                .next()
                .getString("last");
    }

    private long open() {
        return bench.awaited(() -> bench.accountFunctions.read(List.of(tenant)))
                .getFirst()
                .orElseThrow()
                .openMicros();
    }

    /** The bucket of a hold. */
    @CanIgnoreReturnValue
    private long held(long micros) {
        var holds = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, bench.copies));
        var decision = bench.awaited(() -> bench.verdict(holds, new HoldRequest(tenant, micros, List.of())));
        return ((HoldDecision.Admitted) decision).hold().bucket();
    }
}
