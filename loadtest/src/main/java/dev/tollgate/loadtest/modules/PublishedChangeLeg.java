package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.load.LatencyHistogram;
import dev.tollgate.loadtest.report.Await;
import java.time.Duration;

/** A publication at one gateway, while another has kept the page: when the other shows it. */
final class PublishedChangeLeg implements ModuleLeg {

    private static final Duration SHOWN_MAX = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(2);

    @Override
    public String name() {
        return "published_change";
    }

    @Override
    public void run(ModulesTestbed testbed, ObjectNode figures) throws Exception {
        var site = PublishedSite.create(testbed.client("cms"));
        var token = site.client().token();
        var other = testbed.installation().furtherGateway();
        other.start();
        try {
            var latencies = new LatencyHistogram();
            int trials = testbed.sized(10, 200);
            for (int i = 0; i < trials; i++) {
                var before = PublishedSite.tag(other.port(), token);
                site.publish(site.draft("Step " + i), JsonTrees.object());
                long published = System.nanoTime();
                boolean shown = Await.until(
                        SHOWN_MAX,
                        POLL,
                        () -> !PublishedSite.tag(other.port(), token).equals(before));
                require(shown, "another gateway shows a publication within " + SHOWN_MAX);
                latencies.add(System.nanoTime() - published);
            }
            latencies.write(figures.put("trials", trials));
        } finally {
            other.stop();
        }
    }
}
