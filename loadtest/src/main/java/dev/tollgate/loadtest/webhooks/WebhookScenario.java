package dev.tollgate.loadtest.webhooks;

import dev.tollgate.loadtest.run.BenchPart;

/** A scenario, whose name begins its receivers' paths; no dispatcher runs before nor after. */
interface WebhookScenario extends BenchPart<WebhookTestbed> {

    /** The beginning of its receivers' paths. */
    default String path() {
        return "/" + name() + "/";
    }
}
