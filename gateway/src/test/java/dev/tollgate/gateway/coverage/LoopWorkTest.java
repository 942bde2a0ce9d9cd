package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.fixture.Reply;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a request with the largest legal input costs the event loop that serves it, for every operation. A loop that
 * spends less on the whole request is never held for longer by a part of it.
 */
class LoopWorkTest {

    /** Processor time of a loop for one request. Code of these tests is compiled by the first compiler only. */
    private static final double WORK_MAX_MS = 20;

    /** The least of so many requests: the first ones also pay for what is loaded and compiled. */
    private static final int TRIES = 2;

    private static final World HOME = World.on("business");

    /** No constant: a loop would wait for this class, which would wait for the loop. */
    private final List<Long> loops = loops();

    /** Processor time of one kind of request. */
    private record Work(String name, int status, int bytes, double millis) {}

    @Test
    void no_request_takes_an_event_loop_20_ms_with_the_largest_input() {
        var works = new ArrayList<Work>();

        faces(Plane.APP).forEach(face -> works.addAll(ofApp(face)));
        faces(Plane.CONTROL)
                .forEach(face -> works.add(work(face, face.operation().name() + " control")));

        works.sort(Comparator.comparingDouble(Work::millis).reversed());
        works.stream().limit(25).forEach(System.out::println);
        assertThat(works).as("processor time of an event loop").allMatch(work -> work.millis() < WORK_MAX_MS);
    }

    /** Those that create come first, so that lists are long; those that delete come last. */
    private static Stream<CompiledFace<?, ?>> faces(Plane plane) {
        return World.CATALOGUE.faces(plane).stream()
                .filter(CompiledFace::judgesCallers)
                .<CompiledFace<?, ?>>map(face -> face)
                .sorted(Comparator.comparingInt(LoopWorkTest::turn));
    }

    private static int turn(CompiledFace<?, ?> face) {
        var operation = face.operation();
        if (operation.name().startsWith("create")) {
            return 0;
        }
        return operation.effect() == Effect.READ ? 2 : operation.name().startsWith("delete") ? 3 : 1;
    }

    private List<Work> ofApp(CompiledFace<?, ?> face) {
        var works = new ArrayList<Work>();
        works.add(work(face, face.operation().name()));
        if (face.operation().has(Trait.CSV)) {
            works.add(least(face.operation().name() + " as CSV", () -> {
                var fields = largest(face);
                return () -> HOME.call(face, fields, HOME.key(), "Accept", "text/csv");
            }));
        }
        if (face.tool() != null) {
            works.add(tool(face));
        }
        return works;
    }

    private Work work(CompiledFace<?, ?> face, String name) {
        return least(name, () -> {
            var fields = largest(face);
            return () -> HOME.call(face, fields);
        });
    }

    private Work tool(CompiledFace<?, ?> face) {
        return least(face.operation().name() + " as tool", () -> {
            var fields = largest(face);
            return () -> HOME.client().call(face.operation().name(), new JsonObject(fields.toString()));
        });
    }

    /** The sample, and as many of its fields as large as they may be as the operation takes. */
    private static ObjectNode largest(CompiledFace<?, ?> face) {
        var schema = face.rest().schema().document();
        var sample = HOME.sample(face);
        for (var property : schema.path("properties").properties()) {
            var filled = LargestInput.filled(schema, sample, property.getKey());
            if (face.rest().schema().faults(filled).isEmpty()) {
                sample = filled;
            }
        }
        return sample;
    }

    private Work least(String name, Supplier<Supplier<Reply>> prepared) {
        double millis = Double.MAX_VALUE;
        Reply last = null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            var request = prepared.get();
            var before = cpu();
            last = request.get();
            millis = Math.min(millis, most(before, cpu()));
        }
        var work = new Work(name, last.status(), last.body().length(), millis);
        if (millis > 5 || last.status() / 100 != 2) System.out.println("WORK " + work);
        return work;
    }

    /** The loop that did the most. */
    private static double most(long[] before, long[] after) {
        long most = 0;
        for (int loop = 0; loop < before.length; loop++) {
            most = Math.max(most, after[loop] - before[loop]);
        }
        return most / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    private long[] cpu() {
        var threads = ManagementFactory.getThreadMXBean();
        return loops.stream().mapToLong(threads::getThreadCpuTime).toArray();
    }

    private static List<Long> loops() {
        var ids = new ArrayList<Long>();
        for (EventExecutor loop :
                ((VertxInternal) World.GATEWAY.process().context().vertx()).nettyEventLoopGroup()) {
            ids.add(CompletableFuture.supplyAsync(() -> Thread.currentThread().threadId(), loop)
                    .join());
        }
        return ids;
    }
}
