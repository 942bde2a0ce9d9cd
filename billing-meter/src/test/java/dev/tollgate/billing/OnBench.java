package dev.tollgate.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.intake.LogInHand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Tests of one class on one bench. After each of them everything that should be equal is. */
public abstract class OnBench {

    protected static BillingBench bench;
    protected static BillingDesk desk;

    protected final LogInHand log = new LogInHand(bench);

    @BeforeAll
    static void open() {
        bench = new BillingBench();
        desk = new BillingDesk(bench);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @AfterEach
    void nothing_drifts() {
        assertThat(bench.drifts()).isEmpty();
    }
}
