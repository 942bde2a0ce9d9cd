package dev.tollgate.runtime.telemetry;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

/** What a process says of its parts. */
class HealthTest {

    @Test
    void the_password_of_a_url_is_not_part_of_a_reason() {
        var health = new Health();
        health.add("redis", () -> Future.failedFuture("cannot connect to redis://app:s3cret@redis.internal:6379"));

        var report = await(health.report());

        assertThat(report.parts()).containsEntry("redis", "down: cannot connect to redis://redis.internal:6379");
    }
}
