package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.ConsoleSessions;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.openapi.RoleMatrix;
import dev.tollgate.gateway.openapi.RoleMatrix.Place;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Page by role: every page of the console answers as the matrix in {@code docs/roles.md} says, and offers no other. */
class ConsoleRolesTest {

    private static final Supplier<World> HOME = new Supplier<>() {
        private World world;

        @Override
        public synchronized World get() {
            if (world == null) {
                world = World.on("team");
            }
            return world;
        }
    };

    private static final Pattern LINK = Pattern.compile("href=\"(/console/[^\"]*)\"");
    private static final Map<Role, Browser> BROWSERS = new EnumMap<>(Role.class);

    /** Pages that a role is led to at most. */
    private static final int PAGES_MAX = 150;

    private static synchronized Browser browser(Role role) {
        return BROWSERS.computeIfAbsent(role, ConsoleRolesTest::signedIn).copy();
    }

    private static Browser signedIn(Role role) {
        var home = HOME.get().prepared();
        return switch (role) {
            case OPERATOR -> Browser.ofOperator(World.GATEWAY);
            case TENANT_OWNER ->
                ConsoleSessions.browser(World.GATEWAY, People.tenantOwner(home).subject());
            case OWNER, ADMIN, MEMBER, AGENT, READONLY ->
                ConsoleSessions.browser(
                        World.GATEWAY, People.member(home, role.name()).subject());
        };
    }

    static Stream<Named<CompiledFace<?, ?>>> operations() {
        return CatalogueCoverageTest.named(
                World.CATALOGUE.faces(Plane.CONTROL).stream().filter(CompiledFace::judgesCallers));
    }

    @ConcurrentTest
    @MethodSource("operations")
    void every_page_is_for_the_roles_of_its_operation(CompiledFace<?, ?> face) {
        var world = HOME.get();
        var path = page(face, world.kept(face), world);

        for (var role : Role.values()) {
            var reply = shown(browser(role), path);

            switch (RoleMatrix.answer(face, role, Place.OWN)) {
                case DONE ->
                    assertThat(reply.status())
                            .as("%s at %s: %s", role, path, reply.body())
                            .isEqualTo(shown(browser(Role.OPERATOR), path).status())
                            .isIn(200, 404);
                case ROLE_NOT_ALLOWED ->
                    assertThat(reply.status()).as("%s at %s", role, path).isEqualTo(403);
                case NOT_FOUND ->
                    assertThat(reply.status()).as("%s at %s", role, path).isEqualTo(404);
            }
        }
    }

    /** Pages of one person come faster here than anybody reads: those that are paced are asked for again. */
    private static Reply shown(Browser browser, String path) {
        return GatewayFixture.repeated(Set.of(429), () -> browser.get(path));
    }

    /** The page of an operation. */
    static String page(CompiledFace<?, ?> face, ObjectNode fields, World world) {
        var route = face.face().route();
        var path = "/console" + route.path().substring("/control/v1".length());
        for (var name : route.parameters()) {
            var value = switch (name) {
                case "tenant_id" -> fields.path(name).asText(world.prepared().tenant());
                case "workspace_id" -> fields.path(name).asText(world.prepared().workspace());
                default -> fields.path(name).asText();
            };
            path = path.replace('{' + name + '}', URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
        return switch (route.method()) {
            case "GET" -> path + query(fields, Set.copyOf(route.parameters()));
            case "PUT", "PATCH" -> path + "/edit";
            case "DELETE" -> path + "/delete";
            default -> hasNew(face) ? path + "/new" : path;
        };
    }

    private static boolean hasNew(CompiledFace<?, ?> face) {
        var path = face.face().route().path();
        var isList = World.CATALOGUE.faces(Plane.CONTROL).stream()
                .anyMatch(other -> other.face().route().method().equals("GET")
                        && other.face().route().path().equals(path));
        return isList || path.endsWith("/top-ups") || path.endsWith("/corrections");
    }

    private static String query(ObjectNode fields, Set<String> inPath) {
        var query = new StringBuilder();
        fields.properties().forEach(field -> {
            if (!inPath.contains(field.getKey()) && field.getValue().isValueNode()) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(field.getKey())
                        .append('=')
                        .append(URLEncoder.encode(field.getValue().asText(), StandardCharsets.UTF_8));
            }
        });
        return query.toString();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void every_link_that_a_role_is_offered_leads_to_a_page(Role role) {
        var home = HOME.get().prepared();
        var browser = browser(role);
        var seen = new LinkedHashSet<String>();
        var next = new ArrayDeque<String>();
        next.add("/console");
        if (role != Role.TENANT_OWNER) {
            next.add("/console/workspaces/" + home.workspace());
        }

        while (!next.isEmpty() && seen.size() < PAGES_MAX) {
            var path = next.remove();
            if (seen.add(path)) {
                var reply = shown(browser, path);
                assertThat(reply.status())
                        .as("%s at %s: %s", role, path, reply.body())
                        .isEqualTo(200);
                var itself = "/requests/" + reply.header("X-Request-Id").orElseThrow();
                LINK.matcher(reply.body())
                        .results()
                        .map(match -> match.group(1).replace("&amp;", "&"))
                        .filter(url -> !url.startsWith("/console/assets/") && !url.contains("format=csv"))
                        .filter(url -> !url.endsWith(itself)) // it is found once it was recorded
                        .filter(url -> role != Role.OPERATOR || isHome(url, home.tenant(), home.workspace()))
                        .forEach(next::add);
            }
        }

        assertThat(seen).hasSizeGreaterThan(1);
    }

    /** An operator sees what other tests make, too, and dead letters of requests that were never recorded. */
    private static boolean isHome(String url, String tenant, String workspace) {
        boolean others = url.contains("tnt_") || url.contains("wrk_") || url.contains("/requests/req_");
        return !others || url.contains(tenant) || url.contains(workspace);
    }
}
