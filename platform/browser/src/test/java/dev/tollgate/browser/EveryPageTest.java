package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page and form of a company that has a record of each kind, in both themes and widths: a screenshot in
 * {@code target/screenshots}, no serious finding of axe, nothing wider than the window.
 */
@Tag("beyond-jdk")
class EveryPageTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();

    /**
     * All rules of axe in every look. Else they are run in the light theme, on forms at the desktop only, and in the
     * dark one at the desktop that of contrast, which alone depends on the theme.
     */
    private static final boolean FULL = Boolean.getBoolean("browser.full");

    private static final String ACCEPT = "/console/invitations/accept";

    /** Pages of payments, which this installation does not have, and of those who were invited. */
    private static final List<String> APART = List.of("/console/tenants/{tenant_id}/checkouts/{id}", ACCEPT);

    private static final Map<Look, Visitor> VISITORS = new HashMap<>();

    private static Receiver receiver;
    private static Company company;

    @BeforeAll
    static void prepare() {
        receiver = new Receiver();
        company = Company.whole(CONSOLE, List.of("Acme", "Acme sync", "Acme production"), receiver);
        for (var look : List.of(Look.DESKTOP, Look.PHONE)) {
            VISITORS.put(look, visitor(look));
        }
    }

    private static Visitor visitor(Look look) {
        var visitor = new Visitor(CONSOLE, look);
        Axe.prepare(visitor.context());
        visitor.open("/console");
        visitor.typeOperatorToken();
        return visitor;
    }

    @AfterAll
    static void close() {
        receiver.close();
        VISITORS.values().forEach(Visitor::close);
    }

    static Stream<String> routes() {
        return ConsoleMap.routes().stream().filter(route -> !APART.contains(route));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void a_page_can_be_read_in_both_themes_and_widths(String route) {
        var path = company.path(route).orElseThrow(() -> new AssertionError("no record for " + route));
        for (var look : List.of(Look.DESKTOP, Look.PHONE)) {
            assertThat(VISITORS.get(look).status(path)).as(path).isEqualTo(200);
            check(VISITORS.get(look), route, look);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/sign-in", "/console/sign-in/link?code=1"})
    void a_page_for_strangers_can_be_read_in_both_themes_and_widths(String path) {
        for (var look : List.of(Look.DESKTOP, Look.PHONE)) {
            try (var stranger = new Visitor(CONSOLE, look)) {
                Axe.prepare(stranger.context());
                stranger.open(path);
                check(stranger, path, look);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console", ACCEPT})
    void a_page_for_those_without_a_membership_can_be_read_in_both_themes_and_widths(String path) {
        for (var look : List.of(Look.DESKTOP, Look.PHONE)) {
            try (var somebody = new Visitor(CONSOLE, look)) {
                Axe.prepare(somebody.context());
                somebody.open("/console");
                somebody.signInAtProvider("user_invited");
                somebody.open(path);
                check(somebody, path + "-invited", look);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/nothing", "/console/workspaces/wrk_01h455vb4pex5vsknk084sn02q"})
    void a_refusal_can_be_read_in_both_themes_and_widths(String path) {
        for (var look : List.of(Look.DESKTOP, Look.PHONE)) {
            assertThat(VISITORS.get(look).status(path)).isEqualTo(404);
            check(VISITORS.get(look), path.replaceAll("wrk_.*", "unknown"), look);
        }
    }

    @Test
    void faults_of_a_form_can_be_read_in_both_themes_and_widths() {
        for (var look : List.of(Look.DESKTOP, Look.PHONE)) {
            var visitor = VISITORS.get(look);
            visitor.open(company.at("/api-keys/new"));
            visitor.press("Create an API key");
            check(visitor, "faults", look);
        }
    }

    private static void check(Visitor visitor, String route, Look look) {
        var page = visitor.page();
        var isAtDesktop = look.equals(Look.DESKTOP);
        look(page, route, look);
        if (FULL || isAtDesktop || !isForm(route)) {
            assertThat(Axe.findings(page)).as(route + ' ' + look).isEmpty();
        }
        look(page, route, look.dark());
        if (FULL || isAtDesktop) {
            assertThat(FULL ? Axe.findings(page) : Axe.contrastFindings(page))
                    .as(route + ' ' + look.dark())
                    .isEmpty();
        }
        assertThat(visitor.excessWidth()).as(route + " is too wide").isZero();
    }

    private static boolean isForm(String route) {
        var face = ConsoleMap.FACES.get(route);
        return face != null && !face.face().route().method().equals("GET");
    }

    private static void look(Page page, String route, Look look) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look.theme()));
        var name = route.replaceFirst("^/console/?", "")
                .replaceAll("\\{(tenant|workspace)_id}/", "")
                .replaceAll("[^a-z_-]+", "-");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target/screenshots", "console-" + name + '-' + look + ".png"))
                .setFullPage(true));
    }
}
