package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.openapi.RoleMatrix;
import dev.tollgate.gateway.openapi.RoleMatrix.Answer;
import dev.tollgate.gateway.openapi.RoleMatrix.Place;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.MethodSource;

/** Operation by role by place: every cell of the matrix in {@code docs/roles.md} is called, and answers as declared. */
class RolesTest {

    /** For all calls that change no more than a record of their own. */
    private static final Stage SHARED = new Stage(() -> World.on("team"));

    /** One world of each place, and a person of each role in the first; each made when it is first needed. */
    private static final class Stage {
        private final Supplier<World> tenants;
        private final Map<Place, World> worlds = new EnumMap<>(Place.class);
        private final Map<Role, String> tokens = new EnumMap<>(Role.class);

        Stage(Supplier<World> tenants) {
            this.tenants = tenants;
        }

        synchronized World at(Place place) {
            var known = worlds.get(place);
            var world = known != null
                    ? known
                    : switch (place) {
                        case OWN, OTHER_TENANT -> tenants.get();
                        case OTHER_WORKSPACE -> at(Place.OWN).neighbour();
                    };
            worlds.put(place, world);
            return world;
        }

        synchronized String token(Role role) {
            return tokens.computeIfAbsent(role, this::newToken);
        }

        private String newToken(Role role) {
            var home = at(Place.OWN).prepared();
            return switch (role) {
                case OPERATOR -> World.GATEWAY.operatorToken();
                case TENANT_OWNER -> People.tenantOwner(home).token();
                case OWNER, ADMIN, MEMBER, AGENT, READONLY ->
                    People.member(home, role.name()).token();
            };
        }

        Reply call(CompiledFace<?, ?> face, ObjectNode fields, Place place, Role role) {
            return at(place).call(face, fields, token(role));
        }
    }

    static Stream<Named<CompiledFace<?, ?>>> operations() {
        return CatalogueCoverageTest.named(
                World.CATALOGUE.faces(Plane.CONTROL).stream().filter(CompiledFace::judgesCallers));
    }

    @ConcurrentTest
    @MethodSource("operations")
    void every_role_is_answered_at_every_place_as_declared(CompiledFace<?, ?> face) {
        var stage = World.mayShare(face) ? SHARED : new Stage(() -> World.onlyFor(face));

        refusals(face, stage);

        permissions(face, stage);
    }

    /** Refused calls change nothing, so one input serves them all; it would succeed without the check. */
    private static void refusals(CompiledFace<?, ?> face, Stage stage) {
        for (var place : RoleMatrix.Subject.of(face).places()) {
            for (var role : with(face, place, false)) {
                var reply = stage.call(face, stage.at(place).kept(face), place, role);

                var expected = RoleMatrix.answer(face, role, place) == Answer.NOT_FOUND
                        ? List.of(404, "resource_not_found")
                        : List.of(403, "role_not_allowed");
                assertThat(List.of(reply.status(), reply.code()))
                        .as("%s at %s", role, place)
                        .isEqualTo(expected);
            }
        }
    }

    private static List<Role> with(CompiledFace<?, ?> face, Place place, boolean permission) {
        return Stream.of(Role.values())
                .filter(role -> (RoleMatrix.answer(face, role, place) == Answer.DONE) == permission)
                .toList();
    }

    /** A call that is let through succeeds, or meets the refusal an operator meets in the same state. */
    private static void permissions(CompiledFace<?, ?> face, Stage stage) {
        for (var place : RoleMatrix.Subject.of(face).places()) {
            for (var role : with(face, place, true)) {
                var reply = stage.call(face, stage.at(place).sample(face), place, role);

                if (reply.status() >= 300) {
                    var toOperator = stage.call(face, stage.at(place).sample(face), place, Role.OPERATOR);
                    assertThat(List.of(reply.status(), reply.code()))
                            .as("%s at %s: %s", role, place, reply.body())
                            .isEqualTo(List.of(toOperator.status(), toOperator.code()));
                }
            }
        }
    }
}
