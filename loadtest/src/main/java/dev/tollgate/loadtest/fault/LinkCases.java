package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Faults of the connections between processes and servers. */
final class LinkCases {

    private static final long FAULT_MS = 5_000;
    private static final int CUTS = 10;
    private static final int CUT_BYTES_MAX = 20_000;
    private static final int LOST_REPLIES = 10;
    private static final Duration STRUCK_MAX = Duration.ofSeconds(30);

    /** In the answer to a write that is one statement. */
    private static final String INSERTED = "inserted";

    private static final String COMMIT = "COMMIT";

    /** Longer than a caller waits for Redis: every verdict arrives after its caller has left. */
    private static final Duration AFTER_THE_CALLER = Duration.ofMillis(80);

    /** A link by name. */
    private record Named(String name, Function<FaultTestbed.Links, FaultProxy> link, Duration latency) {}

    private static final List<Named> LINKS = List.of(
            new Named("gateway_postgres", FaultTestbed.Links::postgres, Duration.ofMillis(20)),
            new Named("gateway_redis", FaultTestbed.Links::redis, Duration.ofMillis(10)),
            new Named("meter_postgres", FaultTestbed.Links::meterPostgres, Duration.ofMillis(20)),
            new Named("meter_redis", FaultTestbed.Links::meterRedis, Duration.ofMillis(20)),
            new Named("kafka", FaultTestbed.Links::kafka, Duration.ofMillis(100)));

    private LinkCases() {}

    static List<FaultCase> all() {
        var cases = new ArrayList<FaultCase>();
        for (var link : LINKS) {
            var jitter = new LinkFault.Delay(link.latency, link.latency.dividedBy(2));
            cases.add(FaultCase.of(link.name + "_slow", lasting(link, jitter)));
            cases.add(FaultCase.of(link.name + "_black_hole", lasting(link, new LinkFault.BlackHole())));
            cases.add(FaultCase.of(link.name + "_reset", lasting(link, new LinkFault.Reset())));
            cases.add(FaultCase.of(link.name + "_half_closed", lasting(link, new LinkFault.HalfClose())));
            cases.add(cut(link));
        }
        cases.add(FaultCase.of(
                "gateway_redis_late", lasting(LINKS.get(1), new LinkFault.Delay(AFTER_THE_CALLER, Duration.ZERO))));
        cases.add(lostCommits("gateway_insert_reply_lost", FaultTestbed.Links::postgres, INSERTED)
                .alsoShort());
        cases.add(lostCommits("gateway_commit_reply_lost", FaultTestbed.Links::postgres, COMMIT));
        cases.add(lostCommits("meter_commit_reply_lost", FaultTestbed.Links::meterPostgres, COMMIT));
        return cases;
    }

    private static Fault lasting(Named named, LinkFault fault) {
        return (testbed, _, _) -> {
            var link = named.link.apply(testbed.links());
            link.set(fault);
            TimeUnit.MILLISECONDS.sleep(FAULT_MS);
            link.set(LinkFault.NONE);
        };
    }

    private static FaultCase cut(Named named) {
        var cut = FaultCase.of(named.name + "_cut", (testbed, random, _) -> {
            var link = named.link.apply(testbed.links());
            for (int i = 0; i < CUTS; i++) {
                link.set(new LinkFault.CutAfter(1 + random.nextInt(CUT_BYTES_MAX)));
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
            }
            link.set(LinkFault.NONE);
        });
        return named.name.equals("gateway_redis") ? cut.alsoShort() : cut;
    }

    /** The server has committed, and the client never learns it. */
    private static FaultCase lostCommits(String name, Function<FaultTestbed.Links, FaultProxy> chosen, String reply) {
        return FaultCase.of(name, (testbed, random, figures) -> {
            var link = chosen.apply(testbed.links());
            for (int i = 0; i < LOST_REPLIES; i++) {
                link.set(new LinkFault.OnText(true, reply, () -> {}));
                require(link.awaitStruck(STRUCK_MAX), "a commit is seen within " + STRUCK_MAX);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
            }
            figures.put("replies_lost", LOST_REPLIES);
        });
    }
}
