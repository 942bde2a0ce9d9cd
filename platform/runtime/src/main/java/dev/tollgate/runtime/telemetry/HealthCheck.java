package dev.tollgate.runtime.telemetry;

import io.vertx.core.Future;

/** Health of one part: succeeds if it can work, fails with the reason for the operator if not. */
@FunctionalInterface
public interface HealthCheck {
    Future<Void> check();
}
