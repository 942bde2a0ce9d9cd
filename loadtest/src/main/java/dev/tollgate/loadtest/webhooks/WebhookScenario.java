package dev.tollgate.loadtest.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One run on the stand. Throws {@link dev.tollgate.loadtest.scenario.Scenario.Broken} when a promise did not hold. */
interface WebhookScenario {

    /** The word after {@code --scenarios}, and where its figures stand. */
    String name();

    /** Runs it; no dispatcher runs before nor after. */
    void run(WebhookStand stand, WebhookSize size, ObjectNode figures) throws Exception;
}
