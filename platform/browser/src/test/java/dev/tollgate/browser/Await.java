package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.RepeatedCheck;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what happens outside of the browser. */
final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration EVERY = Duration.ofMillis(50);

    private Await() {}

    /** Returns as soon as the condition holds. */
    static void until(String what, BooleanSupplier holds) {
        RepeatedCheck.within(
                PATIENCE, EVERY, () -> assertThat(holds.getAsBoolean()).as(what).isTrue());
    }
}
