package dev.tollgate.loadtest.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One part of the bench. Throws {@link dev.tollgate.loadtest.report.BrokenPromise} if a promise did not hold. */
interface WebhookScenario {

    /** The word after {@code --scenarios}, the field of its figures, and the first part of its receivers' paths. */
    String name();

    /** Runs it; no dispatcher runs before nor after. */
    void run(WebhookTestbed testbed, ObjectNode figures) throws Exception;

    /** The beginning of its receivers' paths. */
    default String path() {
        return "/" + name() + "/";
    }
}
