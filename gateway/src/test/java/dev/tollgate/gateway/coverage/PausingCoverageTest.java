package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.PriceTag;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.mcp.McpCaller;
import dev.tollgate.money.price.PriceBook;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An account that cannot pay, over every surface: what the catalogue gives a price is refused, and all else is served.
 * One account in one state after the other, so that inputs are made once; the one that gets money comes last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PausingCoverageTest {

    private static final PriceBook PRICES = PriceBook.shipped();
    private static final int AT_ONCE = 6;

    /** The record of the input is in another state than the operation needs: it was not money that refused it. */
    private static final Set<Integer> NEEDS_ANOTHER_STATE = Set.of(404, 409);

    private static final World WORLD = World.on("team");

    /** Why an account cannot pay. */
    enum State {
        EXHAUSTED("usage_balance_exhausted", JsonObject.of("included_micros", 0, "cap_micros", 1_000_000_000_000L)),
        CAPPED("monthly_cap_reached", JsonObject.of("cap_micros", 0)),
        PAUSED("account_paused", JsonObject.of("enforcement", "paused"));

        final String code;
        final JsonObject override;

        State(String code, JsonObject override) {
            this.code = code;
            this.override = override.put("reason", "a test");
        }
    }

    /** A face with inputs for it: one for each state if a call uses it up. */
    private record Prepared(CompiledFace<?, ?> face, Deque<ObjectNode> inputs) {

        static Prepared of(CompiledFace<?, ?> face) {
            boolean usedUp = face.operation().changes() && !billable(face);
            Deque<ObjectNode> inputs = new ConcurrentLinkedDeque<>();
            for (int i = 0; i < (usedUp ? State.values().length : 1); i++) {
                inputs.add(usedUp ? WORLD.sample(face) : WORLD.kept(face));
            }
            return new Prepared(face, inputs);
        }

        ObjectNode input() {
            return inputs.size() > 1 ? inputs.removeFirst() : inputs.getFirst();
        }
    }

    private static final Queue<String> REFUSED = new ConcurrentLinkedQueue<>();
    private static String member;
    private static String owner;
    private static List<Prepared> prepared;

    @BeforeAll
    static void prepare() {
        var _ = List.of(WORLD.key(), WORLD.client());
        member = People.member(WORLD.prepared(), "owner").token();
        owner = People.tenantOwner(WORLD.prepared()).token();
        prepared = new ArrayList<>();
        var faults = walk(
                Stream.concat(
                                World.CATALOGUE.faces(Plane.APP).stream(),
                                World.CATALOGUE.faces(Plane.CONTROL).stream()
                                        .filter(CompiledFace::judgesCallers)
                                        .filter(World::mayShare))
                        .toList(),
                face -> {
                    var one = Prepared.of(face);
                    synchronized (prepared) {
                        prepared.add(one);
                    }
                    return List.of();
                });
        assertThat(faults).isEmpty();
    }

    @Order(1)
    @ParameterizedTest
    @EnumSource(State.class)
    void what_costs_is_refused_on_every_surface_and_what_is_open_is_served(State state) {
        become(state);
        var billable = prepared.stream().filter(one -> billable(one.face())).toList();
        // Later: what is open includes what gives the account money.
        var open = prepared.stream().filter(one -> !billable(one.face())).toList();

        assertThat(walk(billable, one -> called(one, state))).isEmpty();
        assertThat(walk(open, one -> called(one, state))).isEmpty();
        assertThat(REFUSED).isNotEmpty();
        nothingIsMetered();
    }

    private static List<String> called(Prepared one, State state) {
        return one.face().face().plane() == Plane.APP ? app(one, state) : control(one, state);
    }

    /** Of the refused calls: what was called after them has been recorded. */
    private static void nothingIsMetered() {
        var trail = Trail.ofWorkspace(WORLD);
        var later = World.GATEWAY.patiently("GET", WORLD.prepared().control("/modules"), null);
        trail.isMeteredOnce(later.json().getString("request_id"), 0);
        assertThat(walk(List.copyOf(REFUSED), request -> {
                    trail.isNotMetered(request);
                    return List.of();
                }))
                .isEmpty();
    }

    @Order(2)
    @Test
    void after_a_top_up_everything_goes_on() {
        become(State.EXHAUSTED);
        WORLD.prepared()
                .gateway()
                .operator(
                        "POST",
                        "/control/v1/tenants/" + WORLD.prepared().tenant() + "/top-ups",
                        JsonObject.of("amount_micros", 50_000_000),
                        "Idempotency-Key",
                        "recovery")
                .expect(201);

        var billable = World.CATALOGUE.faces(Plane.APP).stream()
                .filter(PausingCoverageTest::billable)
                .toList();

        assertThat(walk(billable, face -> {
                    var reply = WORLD.call(face, WORLD.sample(face));
                    return reply.status() == CatalogueCoverageTest.status(face)
                            ? List.of()
                            : List.of(face.operation().name() + ": " + reply.body());
                }))
                .isEmpty();
    }

    /** Faults of one operation of the app plane, by REST, as a tool and as a resource. */
    private static List<String> app(Prepared one, State state) {
        var face = one.face();
        var fields = one.input();
        var reply = WORLD.call(face, fields);
        if (!billable(face)) {
            return served(face, reply.status(), reply.body());
        }
        REFUSED.add(reply.json().getString("request_id"));
        List<String> codes = new ArrayList<>();
        codes.add("REST " + reply.status() + ' ' + reply.code());
        if (face.tool() != null) {
            codes.add("tool 402 " + McpCaller.code(World.tool(WORLD.client(), face, fields)));
        }
        if (isResource(face)) {
            codes.add("resource 402 " + resource(face, fields));
        }
        var expected = "402 " + state.code;
        return codes.stream()
                .filter(code -> !code.endsWith(expected))
                .map(code -> face.operation().name() + ": " + code)
                .toList();
    }

    private static List<String> control(Prepared one, State state) {
        var face = one.face();
        var reply = WORLD.call(face, one.input(), customer(face));
        if (!billable(face)) {
            return served(face, reply.status(), reply.body());
        }
        return reply.status() == 402 && reply.code().equals(state.code)
                ? List.of()
                : List.of(face.operation().name() + ": " + reply.status() + ' ' + reply.body());
    }

    private static List<String> served(CompiledFace<?, ?> face, int status, String body) {
        return status == CatalogueCoverageTest.status(face) || NEEDS_ANOTHER_STATE.contains(status)
                ? List.of()
                : List.of(face.operation().name() + ": " + status + ' ' + body);
    }

    /** By the catalogue: it has a price, or sets going what has one. */
    private static boolean billable(CompiledFace<?, ?> face) {
        var surface = face.face().plane() == Plane.APP ? Surface.REST : Surface.CONTROL;
        return face.operation().has(Trait.STARTS_CHARGES)
                || !PriceTag.of(face, surface, PRICES, Clock.systemUTC().instant())
                        .free();
    }

    /** A person of the customer where one may call it. */
    private static String customer(CompiledFace<?, ?> face) {
        if (!(face.face().access() instanceof Access.Roles(var roles))) {
            return owner;
        }
        boolean inWorkspace = face.face().route().parameters().contains("workspace_id");
        if (inWorkspace && roles.contains(Role.OWNER)) {
            return member;
        }
        return !inWorkspace && roles.contains(Role.TENANT_OWNER) ? owner : World.GATEWAY.operatorToken();
    }

    private static boolean isResource(CompiledFace<?, ?> face) {
        var operation = face.operation();
        return face.tool() != null
                && operation.effect() == Effect.READ
                && operation.name().startsWith("get_")
                && face.face().route().parameters().size() == 1
                && face.face().route().path().endsWith("}");
    }

    /** The code with which the record is refused as a resource. */
    private static String resource(CompiledFace<?, ?> face, ObjectNode fields) {
        var variable = face.face().route().parameters().getFirst();
        var uri = "tollgate://" + face.module().key() + '/'
                + face.operation().name().substring("get_".length()) + '/'
                + fields.path(variable).asText();
        var reply = GatewayFixture.patiently(() -> WORLD.client().request("resources/read", JsonObject.of("uri", uri)));
        var error = reply.json().getJsonObject("error");
        return error == null ? "served" : error.getJsonObject("data").getString("code");
    }

    private static void become(State state) {
        REFUSED.clear();
        var account = "/control/v1/tenants/" + WORLD.prepared().tenant();
        World.GATEWAY.operator("PUT", account + "/override", state.override).expect(200);
        if (state == State.EXHAUSTED) {
            takeTopUps(account);
        }
    }

    /** Inputs of operations on top-ups are made with top-ups. */
    private static void takeTopUps(String account) {
        String cursor = "";
        while (cursor != null) {
            var page = World.GATEWAY
                    .operator("GET", account + "/ledger?limit=100" + cursor, null)
                    .expect(200);
            page.list().stream()
                    .map(JsonObject.class::cast)
                    .filter(entry -> entry.getString("kind").equals("top_up"))
                    .forEach(entry -> take(account, entry.getString("id")));
            var next = page.json().getString("next_cursor");
            cursor = next == null ? null : "&cursor=" + next;
        }
    }

    private static void take(String account, String entry) {
        var body = JsonObject.of("entry_id", entry, "amount_micros", -1_000_000_000L, "reason", "a test");
        var reply = World.GATEWAY.operator("POST", account + "/corrections", body, "Idempotency-Key", "take " + entry);
        assertThat(reply.status()).as(reply.body()).isIn(201, 409);
    }

    /** Does it for each, some at a time; all faults. */
    private static <T> List<String> walk(List<T> each, Function<T, List<String>> step) {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var running = each.stream()
                    .map(one -> threads.submit(() -> step.apply(one)))
                    .toList();
            List<String> faults = new ArrayList<>();
            for (var one : running) {
                try {
                    faults.addAll(one.get());
                } catch (InterruptedException | ExecutionException broken) {
                    faults.add(String.valueOf(broken.getCause()));
                }
            }
            return faults;
        }
    }
}
