package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.PriceTag;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.money.price.PriceBook;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the control plane does what its declaration implies. */
class ControlCoverageTest {

    private static final PriceBook PRICES = PriceBook.shipped();
    private static final Set<Integer> NEEDS_ANOTHER_STATE = Set.of(404, 409);
    private static final World HOME = World.on("team");
    private static final World POOR =
            World.poor(operations().map(Named::getPayload).filter(World::mayShare));

    /** A call on a workspace of its own, and what came of it. */
    private record Done(World world, Reply reply) {}

    static Stream<Named<CompiledFace<?, ?>>> operations() {
        return CatalogueCoverageTest.named(
                World.CATALOGUE.faces(Plane.CONTROL).stream().filter(CompiledFace::judgesCallers));
    }

    static Stream<Named<CompiledFace<?, ?>>> priced() {
        return CatalogueCoverageTest.named(World.CATALOGUE.faces(Plane.CONTROL).stream()
                .filter(face -> !price(face).free()));
    }

    static Stream<Named<CompiledFace<?, ?>>> signed() {
        return CatalogueCoverageTest.named(
                World.CATALOGUE.faces(Plane.CONTROL).stream().filter(face -> face.signed() != null));
    }

    static Stream<Named<CompiledFace<?, ?>>> targeted() {
        return CatalogueCoverageTest.named(World.CATALOGUE.faces(Plane.CONTROL).stream()
                .filter(face -> !face.face().route().parameters().isEmpty()));
    }

    @ConcurrentTest
    @MethodSource("operations")
    void without_an_operators_token_nothing_is_answered(CompiledFace<?, ?> face) {
        var fields = HOME.kept(face);

        assertThat(HOME.call(face, fields, null).status()).isEqualTo(401);
        assertThat(HOME.call(face, fields, HOME.key()).status()).isEqualTo(401);
        assertThat(HOME.call(face, fields, HOME.client().token()).status()).isEqualTo(401);
    }

    @ConcurrentTest
    @MethodSource("signed")
    void without_a_valid_signature_a_message_is_refused_to_any_caller(CompiledFace<?, ?> face) {
        var header = face.signed().header();

        assertThat(message(face, null, "{}").status()).isEqualTo(401);
        assertThat(message(face, null, "{}", header, "").status()).isEqualTo(401);
        assertThat(message(face, null, "{}", header, "t=1,v1=00").status()).isEqualTo(401);
        assertThat(message(face, World.GATEWAY.operatorToken(), "{}").status()).isEqualTo(401);
    }

    @ConcurrentTest
    @MethodSource("signed")
    void a_message_is_bounded_in_size_and_is_json(CompiledFace<?, ?> face) {
        var large = '"' + "x".repeat(256 << 10) + '"';

        assertThat(message(face, null, large).status()).isEqualTo(413);
        assertThat(message(face, null, "{}", "Content-Type", "text/plain").status())
                .isEqualTo(415);
    }

    private static Reply message(CompiledFace<?, ?> face, @Nullable String token, String body, String... headers) {
        var route = face.face().route();
        var given = new ArrayList<>(List.of(headers));
        given.addAll(List.of("X-Forwarded-For", GatewayFixture.newAddress()));
        return World.GATEWAY.call(route.method(), route.path(), token, body, given.toArray(String[]::new));
    }

    @ConcurrentTest
    @MethodSource("targeted")
    void what_is_not_there_is_not_found(CompiledFace<?, ?> face) {
        for (var parameter : face.face().route().parameters()) {
            var schema = face.rest().schema().document().path("properties").path(parameter);
            var fields = HOME.kept(face);
            fields.put(parameter, foreign(parameter, schema.path("pattern").asText()));

            var reply = HOME.call(face, fields);

            assertThat(reply.status()).as(parameter + ": " + reply.body()).isEqualTo(404);
            assertThat(reply.code()).isEqualTo("resource_not_found");
        }
    }

    @ConcurrentTest
    @MethodSource("operations")
    void a_success_is_audited_and_metered_once_at_its_price(CompiledFace<?, ?> face) {
        var done = success(face, false);

        assertThat(done.reply().status()).as(done.reply().body()).isEqualTo(CatalogueCoverageTest.status(face));
        var trail = trail(face, done.world());
        if (trail != null) {
            var requestId = done.reply().json().getString("request_id");
            if (face.operation().changes()) {
                trail.isAuditedAtOnce(face, requestId);
            }
            trail.isMeteredOnce(requestId, 0);
        }
    }

    @ConcurrentTest
    @MethodSource("priced")
    void a_customer_is_charged_its_price(CompiledFace<?, ?> face) {
        var world = World.on("team");

        var reply = world.call(face, world.sample(face), customer(face, world));

        assertThat(reply.status()).as(reply.body()).isEqualTo(CatalogueCoverageTest.status(face));
        assertThat(reply.charge()).isEqualTo(price(face).unitMicros());
        Objects.requireNonNull(trail(face, world))
                .isMeteredOnce(reply.json().getString("request_id"), price(face).unitMicros());
    }

    @ConcurrentTest
    @MethodSource("priced")
    void without_money_a_customer_is_refused_what_has_a_price(CompiledFace<?, ?> face) {
        var world = World.on("team");
        var token = customer(face, world);
        var fields = world.sample(face);

        var reply = world.broke().call(face, fields, token);

        assertThat(reply.status()).as(reply.body()).isEqualTo(402);
    }

    @ConcurrentTest
    @MethodSource("operations")
    void without_money_an_operator_does_all_but_start_charges(CompiledFace<?, ?> face) {
        var done = success(face, true);

        assertThat(done.reply().status())
                .as(done.reply().body())
                .isEqualTo(face.operation().has(Trait.STARTS_CHARGES) ? 402 : CatalogueCoverageTest.status(face));
    }

    /** A person who may call it. */
    private static String customer(CompiledFace<?, ?> face, World world) {
        return face.face().route().parameters().contains("workspace_id")
                ? People.member(world.prepared(), "owner").token()
                : People.tenantOwner(world.prepared()).token();
    }

    /**
     * Calls the operation in the shared world, or in a new one where it changes more than its own record. Where its
     * record must first be in another state (restored: archived before), another change of the same record brings it
     * there.
     */
    private static Done success(CompiledFace<?, ?> face, boolean broke) {
        var last = World.mayShare(face) ? inShared(face, broke) : inNew(face, null, broke);
        for (var before : changesOfSameRecord(face)) {
            if (!NEEDS_ANOTHER_STATE.contains(last.reply().status())) {
                return last;
            }
            var next = inNew(face, before, broke);
            last = next == null ? last : next;
        }
        return last;
    }

    private static Done inShared(CompiledFace<?, ?> face, boolean broke) {
        var world = broke ? POOR : HOME;
        return new Done(world, world.call(face, broke ? world.kept(face) : world.sample(face)));
    }

    private static @Nullable Done inNew(CompiledFace<?, ?> face, @Nullable CompiledFace<?, ?> before, boolean broke) {
        var world = World.onlyFor(face);
        var fields = world.sample(face);
        if (before != null && !prepare(world, before, fields)) {
            return null;
        }
        if (broke) {
            world.broke();
        }
        return new Done(world, world.call(face, fields));
    }

    private static boolean prepare(World world, CompiledFace<?, ?> before, ObjectNode fields) {
        var own = world.sample(before);
        if (own.has("id") && fields.has("id")) {
            own.set("id", fields.get("id"));
        }
        return world.call(before, own).status() < 300;
    }

    private static List<CompiledFace<?, ?>> changesOfSameRecord(CompiledFace<?, ?> face) {
        return World.CATALOGUE.faces(Plane.CONTROL).stream()
                .filter(other -> !other.equals(face) && other.operation().changes())
                .filter(other ->
                        other.operation().resource().equals(face.operation().resource()))
                .toList();
    }

    private static @Nullable Trail trail(CompiledFace<?, ?> face, World world) {
        var parameters = face.face().route().parameters();
        if (parameters.contains("workspace_id")) {
            return Trail.ofWorkspace(world);
        }
        return parameters.contains("tenant_id") ? Trail.ofTenant(world) : null;
    }

    private static String foreign(String parameter, String pattern) {
        return switch (parameter) {
            case "tenant_id" -> text("tnt");
            case "workspace_id" -> text("wrk");
            default -> pattern.endsWith("{25}$") ? text(pattern.substring(1, pattern.indexOf('_'))) : "no-such-thing";
        };
    }

    private static String text(String prefix) {
        var any = UUID.randomUUID();
        return prefix + TypeId.text(TenantId.class, any).substring(3);
    }

    private static PriceTag price(CompiledFace<?, ?> face) {
        return PriceTag.of(face, Surface.CONTROL, PRICES, Clock.systemUTC().instant());
    }
}
