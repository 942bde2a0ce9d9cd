package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.gateway.openapi.RoleMatrix;
import dev.tollgate.gateway.openapi.RoleMatrix.Answer;
import dev.tollgate.gateway.openapi.RoleMatrix.Place;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Page by role: what somebody is offered is what {@code docs/roles.md} lets them do, and what they may not do is
 * refused if it is forced. With {@code -Dbrowser.full} every refusal is also looked at in the browser, and forced in
 * another workspace and in another tenant.
 */
@Tag("beyond-jdk")
class RolePagesTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();
    private static final boolean FULL = Boolean.getBoolean("browser.full");

    /** What nobody needs a link to: an address that an operator is given, and what is in the palette of an id. */
    private static final Set<String> BY_ADDRESS = Set.of("/console/invitations/accept");

    private static final Map<Role, Visitor> VISITORS = new EnumMap<>(Role.class);

    private static Receiver receiver;
    private static Company own;
    private static Company neighbour;
    private static Company other;

    /** What an operator is offered: whatever a link leads to. */
    private static Set<String> offered;

    @BeforeAll
    static void prepare() {
        receiver = new Receiver();
        own = Company.whole(CONSOLE, List.of("Roles", "Roles sync", "Roles production"), receiver);
        own.settle();
        neighbour = own.withIdsIn(own.neighbour("Roles test"));
        other = own.withIdsIn(Company.bare(CONSOLE, "Other", "business"));
        offered = offeredTo(Role.OPERATOR);
    }

    @AfterAll
    static void close() {
        receiver.close();
        VISITORS.values().forEach(Visitor::close);
        VISITORS.clear();
    }

    private static Visitor visitor(Role role) {
        return VISITORS.computeIfAbsent(
                role,
                one -> one == Role.OPERATOR ? Visitor.operator(CONSOLE) : Visitor.person(CONSOLE, own.person(one)));
    }

    /** Routes that links lead to, from the first page and from what the role is in. */
    private static Set<String> offeredTo(Role role) {
        var starts = new ArrayList<>(List.of("/console"));
        if (role == Role.OPERATOR) {
            starts.add(own.at(""));
        }
        return Crawl.from(visitor(role), starts, RolePagesTest::isOwn).keySet();
    }

    /** An operator sees what other tests make, too. */
    private static boolean isOwn(String path) {
        boolean ofOne = path.contains("tnt_") || path.contains("wrk_") || path.contains("/requests/");
        return !ofOne || path.contains(own.tenant()) || path.contains(own.workspace());
    }

    /** The playground is for those who see the workspace. */
    private static boolean isAllowed(String route, Role role) {
        var face = ConsoleMap.FACES.get(
                route.equals(ConsoleMap.PLAYGROUND) ? "/console/workspaces/{workspace_id}" : route);
        return face == null || !face.judgesCallers() || RoleMatrix.answer(face, role, Place.OWN) == Answer.DONE;
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void a_role_is_offered_what_it_may_do_and_nothing_else(Role role) {
        var expected = offered.stream()
                .filter(route -> isAllowed(route, role))
                .filter(route -> !BY_ADDRESS.contains(route))
                .collect(Collectors.toCollection(TreeSet::new));

        var links = new TreeSet<>(offeredTo(role));
        links.removeAll(BY_ADDRESS);

        assertThat(links).as(role.name()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, mode = EnumSource.Mode.EXCLUDE, names = "OPERATOR")
    void what_a_role_may_not_do_is_refused_if_it_is_forced(Role role) {
        force(role, own, Place.OWN);
        if (FULL) {
            force(role, neighbour, Place.OTHER_WORKSPACE);
            force(role, other, Place.OTHER_TENANT);
        }
    }

    private static void force(Role role, Company company, Place place) {
        var visitor = visitor(role);
        visitor.open("/console/sessions");
        var token = visitor.page().locator("input[name=csrf]").first().inputValue();
        ConsoleMap.FACES.forEach((route, face) -> {
            var answer = RoleMatrix.answer(face, role, place);
            var path = company.path(route);
            if (face.judgesCallers() && answer != Answer.DONE && path.isPresent()) {
                int expected = answer == Answer.NOT_FOUND ? 404 : 403;
                refuse(
                        visitor,
                        path.get(),
                        expected,
                        face.face().route().method().equals("GET") ? null : token);
            }
        });
    }

    /** @param token of the session, to send the form with; null for a page without one */
    private static void refuse(Visitor visitor, String path, int status, String token) {
        var requests = visitor.context().request();
        var page = requests.get(CONSOLE.url() + path);
        assertThat(page.status()).as("%s: %s", path, page.text()).isEqualTo(status);
        if (token != null) {
            var sent = requests.post(
                    CONSOLE.url() + path,
                    RequestOptions.create()
                            .setForm(FormData.create().set("csrf", token).set("key", "console-forced"))
                            .setHeader("Sec-Fetch-Site", "same-origin"));
            assertThat(sent.status()).as("%s: %s", path, sent.text()).isEqualTo(status);
        }
        if (FULL) {
            assertThat(visitor.status(path)).as(path).isEqualTo(status);
            assertThat(visitor.page().locator("form[data-draft]").count())
                    .as(path)
                    .isZero();
        }
    }
}
