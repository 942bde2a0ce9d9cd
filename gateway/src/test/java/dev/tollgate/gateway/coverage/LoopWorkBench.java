package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.coverage.LoopWork.Cost;
import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a request with the largest legal input or answer costs the event loop that serves it, for every operation by
 * REST and MCP, every page of the console, and {@link ExpensiveRequests}. A loop that spends less than the limit on a
 * whole request is never held for longer by a part of it; one that spends more must have done it in several turns.
 * Processor time depends on the machine, so this is no test of the build: {@code -Dtest=LoopWorkBench} runs it, with
 * {@code -Dgolden.update} it keeps its {@link LoopWorkResult}.
 */
class LoopWorkBench {

    private static final Duration HOLD_MAX = Duration.ofMillis(20);
    private static final Path RESULT = Path.of("../loadtest/results/loop-work.json");

    /** Refusals that tell which fields are too large. */
    private static final int REFUSALS_MAX = 8;

    private static final World HOME = World.on("business");

    private final List<Cost> costs = new ArrayList<>();

    /** Workspaces in which a list is full. */
    private final Map<CompiledFace<?, ?>, World> full = new HashMap<>();

    /** Requests that could not be made, and why. */
    private final Map<String, String> unmeasured = new TreeMap<>();

    private final Browser operator = Browser.ofOperator(World.GATEWAY);
    private LoopWork work;

    @Test
    void no_request_holds_an_event_loop_for_20_ms() throws IOException {
        try (var watched = new LoopWork(World.GATEWAY, HOLD_MAX)) {
            work = watched;
            ExpensiveRequests.of(HOME).forEach(this::measure);
            faces(Plane.APP).forEach(face -> attempt(face.operation().name(), () -> operation(face)));
            faces(Plane.CONTROL).forEach(this::page);
            faces(Plane.CONTROL).forEach(face -> attempt(face.operation().name(), () -> operation(face)));
        }
        costs.sort(Comparator.comparingDouble(Cost::loopMillis).reversed());
        keep();

        assertThat(unmeasured).isEmpty();
        assertThat(costs)
                .as("processor time of an event loop")
                .allMatch(cost -> cost.loopMillis() < HOLD_MAX.toMillis() || !cost.held());
    }

    /** Those that create come first, so that lists are long; those that delete come last. */
    private static Stream<CompiledFace<?, ?>> faces(Plane plane) {
        return World.CATALOGUE.faces(plane).stream()
                .filter(CompiledFace::judgesCallers)
                .<CompiledFace<?, ?>>map(face -> face)
                .sorted(Comparator.comparingInt(LoopWorkBench::turn));
    }

    private static int turn(CompiledFace<?, ?> face) {
        var operation = face.operation();
        if (operation.name().startsWith("create")) {
            return 0;
        }
        return operation.effect() == Effect.READ ? 2 : operation.name().startsWith("delete") ? 3 : 1;
    }

    private void operation(CompiledFace<?, ?> face) {
        var plane = face.face().plane();
        var name = face.operation().name() + (plane == Plane.CONTROL ? " of the control plane" : "");
        var world = plane == Plane.APP ? HOME : World.on("business");
        var refused = refused(face, world);
        if (!measure(name, () -> LargestInput.of(face, world.sample(face), refused), face, world)) {
            measure(name + ", plain", () -> world.sample(face), face, world);
        }
        if (FullLists.isList(face)) {
            attempt(name + ", full page", () -> {
                var full = full(face);
                measure(name + ", full page", () -> new FullLists(full).page(face), face, full);
            });
        }
    }

    /** Fields whose largest value the operation refuses for a reason that no schema tells. */
    private static Set<String> refused(CompiledFace<?, ?> face, World world) {
        var refused = new HashSet<String>();
        for (int attempt = 0; attempt < REFUSALS_MAX; attempt++) {
            var reply = world.call(face, LargestInput.of(face, world.sample(face), refused));
            if (reply.status() != 422) {
                return refused;
            }
            reply.json()
                    .getJsonArray("field_errors", new JsonArray())
                    .forEach(fault ->
                            refused.add(((JsonObject) fault).getString("field").split("[.\\[]", 2)[0]));
        }
        return refused;
    }

    /** By every protocol; says whether it succeeded by REST. */
    @CanIgnoreReturnValue
    private boolean measure(String name, Supplier<ObjectNode> input, CompiledFace<?, ?> face, World world) {
        boolean done = measure(name, () -> {
            var fields = input.get();
            return () -> world.call(face, fields);
        });
        if (face.operation().has(Trait.CSV) && face.face().plane() == Plane.APP) {
            measure(name + " as CSV", () -> {
                var fields = input.get();
                return () -> world.call(face, fields, world.key(), "Accept", "text/csv");
            });
        }
        if (face.tool() != null) {
            measure(name + " as a tool", () -> {
                var arguments = new JsonObject(input.get().toString());
                if (face.operation().has(Trait.KEY_REQUIRED)) {
                    arguments.put("idempotency_key", UUID.randomUUID().toString());
                }
                return () -> world.client().call(face.operation().name(), arguments);
            });
        }
        return done;
    }

    private World full(CompiledFace<?, ?> list) {
        return full.computeIfAbsent(list, _ -> {
            var world = World.on("business");
            new FullLists(world).fill(list);
            return world;
        });
    }

    private void page(CompiledFace<?, ?> face) {
        var name = "console page of " + face.operation().name();
        attempt(name, () -> {
            var world = FullLists.isList(face) ? full(face) : HOME;
            var fields = FullLists.isList(face) ? new FullLists(world).page(face) : world.kept(face);
            var path = ConsoleRolesTest.page(face, fields, world);
            measure(name, () -> () -> operator.get(path));
        });
    }

    /** Says whether it succeeded. */
    @CanIgnoreReturnValue
    private boolean measure(String name, Supplier<Supplier<Reply>> prepared) {
        attempt(name, () -> {
            costs.add(work.of(name, prepared));
            System.out.println(costs.getLast());
        });
        return !costs.isEmpty() && costs.getLast().isDone();
    }

    /** What cannot be made is told at the end, so that everything else is measured. */
    private void attempt(String name, Runnable step) {
        try {
            step.run();
        } catch (AssertionError | RuntimeException broken) {
            unmeasured.put(
                    name,
                    String.valueOf(broken.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private void keep() throws IOException {
        if (System.getProperty("golden.update") == null) {
            return;
        }
        var result = LoopWorkResult.of(LoopWorkResult.commit(), HOLD_MAX, costs, unmeasured);
        Files.write(RESULT, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(result));
    }
}
