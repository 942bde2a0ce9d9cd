package dev.tollgate.runtime.telemetry;

import io.vertx.core.Future;

/** Whether one part is fit for work: succeeds if it is, fails with the reason for the operator if not. */
@FunctionalInterface
public interface HealthCheck {
    Future<Void> check();
}
