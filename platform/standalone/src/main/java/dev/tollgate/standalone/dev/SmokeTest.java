package dev.tollgate.standalone.dev;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Shows that money flows: a call that is held, one whose event goes through the outbox and its relay, and the meter's
 * record of both.
 */
final class SmokeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(10);

    private final ControlPlane control;
    private final DevFacts facts;

    SmokeTest(ControlPlane control, DevFacts facts) {
        this.control = control;
        this.facts = facts;
    }

    void run() {
        var key = facts.credentials().get(Demo.API_KEY);
        if (key == null) {
            throw new DemoNotPrepared("the demo has no API key");
        }
        var read = control.getAs(key, facts.api() + "/v1/workspace");
        var write =
                control.put("/workspaces/" + facts.workspaceId() + "/modules/tasks", java.util.Map.of("enabled", true));
        awaitRecorded(read.requestId());
        awaitRecorded(write.requestId());
    }

    private void awaitRecorded(String requestId) {
        var path = "/workspaces/" + facts.workspaceId() + "/requests/" + requestId;
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!recorded(path)) {
            if (System.nanoTime() > end) {
                throw new DemoNotPrepared("the meter did not record the call " + requestId + " within "
                        + PATIENCE.toSeconds() + " s: the log says more");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean recorded(String path) {
        return control.find(path)
                .filter(answer -> answer.data().path("usage_state").asText().equals("recorded"))
                .isPresent();
    }
}
