package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.loadtest.environment.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Gateways and meters that are killed or stopped. */
final class ProcessCases {

    private static final int LIFE_MS_MAX = 2_000;
    private static final long PAUSE_MS = 5_000;
    private static final Duration STRUCK_MAX = Duration.ofSeconds(60);

    /** A piece of a transaction, before which a process is killed. */
    private record Step(Function<FaultTestbed.Links, FaultProxy> link, boolean reply, String text) {}

    /** The first piece of a connection names each statement; later ones only refer to it. */
    private static final List<Step> METER = List.of(
            new Step(FaultTestbed.Links::meterPostgres, false, "UPDATE billing.log_position"),
            new Step(FaultTestbed.Links::meterPostgres, false, "INSERT INTO billing.usage_record"),
            new Step(FaultTestbed.Links::meterPostgres, false, "INSERT INTO billing.transfer"),
            new Step(FaultTestbed.Links::meterPostgres, false, "UPDATE billing.account"),
            new Step(FaultTestbed.Links::meterPostgres, false, "COMMIT"),
            new Step(FaultTestbed.Links::meterPostgres, true, "COMMIT"),
            new Step(FaultTestbed.Links::meterRedis, false, "tollgate_publish"));

    private ProcessCases() {}

    static List<FaultCase> all(boolean quick) {
        return List.of(
                FaultCase.of("gateway_killed", gatewayKilled(quick ? 1 : 20)).alsoShort(),
                FaultCase.of(
                        "gateway_paused",
                        (testbed, random, _) ->
                                FaultTestbed.paused(anyGateway(testbed, random).pid(), PAUSE_MS)),
                FaultCase.of("meter_killed", meterKilled(quick ? 1 : 5)).alsoShort(),
                FaultCase.of("meter_killed_at_steps", (testbed, _, figures) -> {
                    for (var step : METER) {
                        killAt(step, testbed);
                    }
                    figures.put("steps", METER.size());
                }),
                FaultCase.of(
                        "meter_paused",
                        (testbed, _, _) ->
                                FaultTestbed.paused(testbed.installation().meterPid(), PAUSE_MS)),
                FaultCase.of("relay_cut_at_steps", (testbed, _, figures) -> {
                    cutRelay(testbed, false, "DELETE FROM outbox.message");
                    cutRelay(testbed, true, "DELETE");
                    figures.put("steps", 2);
                }));
    }

    private static Gateway anyGateway(FaultTestbed testbed, Random random) {
        return testbed.gateways().get(random.nextInt(FaultTestbed.GATEWAYS));
    }

    private static Fault gatewayKilled(int kills) {
        return (testbed, random, figures) -> {
            for (int i = 0; i < kills; i++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LIFE_MS_MAX));
                var gateway = anyGateway(testbed, random);
                gateway.kill();
                gateway.start();
            }
            figures.put("kills", kills);
        };
    }

    private static Fault meterKilled(int kills) {
        return (testbed, random, figures) -> {
            for (int i = 0; i < kills; i++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LIFE_MS_MAX));
                testbed.installation().killMeter();
                testbed.startMeter(Map.of());
            }
            figures.put("kills", kills);
        };
    }

    /** Connections are made anew, so that each statement is sent with its text. */
    private static void killAt(Step step, FaultTestbed testbed) throws Exception {
        var link = step.link.apply(testbed.links());
        long meter = testbed.installation().meterPid();
        link.set(new LinkFault.OnText(
                step.reply, step.text, () -> ProcessHandle.of(meter).ifPresent(ProcessHandle::destroyForcibly)));
        link.resetAll();
        require(link.awaitStruck(STRUCK_MAX), "the meter sends " + step.text + " within " + STRUCK_MAX);
        testbed.installation().killMeter();
        testbed.startMeter(Map.of());
    }

    /** The relay of any process loses its connection at a step of its transaction. */
    private static void cutRelay(FaultTestbed testbed, boolean reply, String text) throws Exception {
        var links = List.of(testbed.links().postgres(), testbed.links().meterPostgres());
        for (var link : links) {
            link.set(new LinkFault.OnText(reply, text, () -> {}));
            link.resetAll();
        }
        long end = System.nanoTime() + STRUCK_MAX.toNanos();
        while (links.stream().allMatch(link -> link.fault() instanceof LinkFault.OnText)) {
            require(System.nanoTime() < end, "a relay reaches " + text + " within " + STRUCK_MAX);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        links.forEach(link -> link.set(LinkFault.NONE));
    }
}
