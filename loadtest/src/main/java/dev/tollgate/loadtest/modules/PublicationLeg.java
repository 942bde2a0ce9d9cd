package dev.tollgate.loadtest.modules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.load.LatencyHistogram;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Publications that are due one after the other: each happens once, and how late it is committed. */
final class PublicationLeg implements ModuleLeg {

    private static final int CALLERS = 16;
    /** Between two due times. */
    private static final int STEP_MS = 40;
    /** For the preparation of one entry. */
    private static final int PREPARED_MS = 20;

    private static final int AHEAD_MS = 5_000;

    @Override
    public String name() {
        return "publication_schedule";
    }

    @Override
    public void run(ModulesTestbed testbed, ObjectNode figures) throws InterruptedException {
        var site = PublishedSite.create(testbed.client("cms"));
        var publications = new DueEffects("entry.publish");
        int entries = testbed.sized(50, 1_000);
        var first = Instant.now()
                .plusMillis(AHEAD_MS + (long) entries * PREPARED_MS)
                .truncatedTo(ChronoUnit.MILLIS);
        var _ = Callers.inParallel(CALLERS, entries, number -> {
            var entry = site.draft("Step " + number);
            var at = first.plusMillis((long) number * STEP_MS);
            site.publish(entry, JsonTrees.object().put("publish_at", at.toString()));
            publications.add(entry, at);
            return entry;
        });
        var latencies = new LatencyHistogram();
        publications.recorded(
                testbed.installation().servers(),
                (due, commit) -> latencies.add(Duration.between(due, commit).toNanos()));
        latencies.write(figures.put("entries", entries).put("due_per_second", 1_000 / STEP_MS));
    }
}
