package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Somebody at a browser of their own. Closing it fails if a page wrote anything to the log of the browser: an error, a
 * warning, a violation of the content security policy, a file that is missing; or if a dialog of a script was open.
 */
final class Visitor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final double LOOK_AGAIN_MS = 150;
    private static final Pattern POSITION = Pattern.compile(":\\d+:\\d+$");

    /** What the log says of a page or call that is refused, which tests look at themselves. */
    private static final String REFUSED = "Failed to load resource";

    private final RunningConsole console;
    private final BrowserContext context;
    private final Page page;
    private final Set<String> pages = new HashSet<>();
    private final List<Complaint> complaints = new ArrayList<>();

    private record Complaint(String url, String text) {}

    Visitor(RunningConsole console, Look look) {
        this.console = console;
        this.context = Chromium.shared().newContext(look.options());
        context.setDefaultTimeout(PATIENCE.toMillis());
        context.onConsoleMessage(this::hear);
        context.onWebError(error -> complaints.add(new Complaint(error.page().url(), error.error())));
        context.onDialog(dialog -> {
            complaints.add(new Complaint(dialog.page().url(), "dialog: " + dialog.message()));
            dialog.dismiss();
        });
        context.onResponse(this::note);
        this.page = context.newPage();
    }

    /** An operator who has signed in. */
    static Visitor operator(RunningConsole console) {
        return operator(console, Look.DESKTOP);
    }

    static Visitor operator(RunningConsole console, Look look) {
        var visitor = new Visitor(console, look);
        visitor.open("/console");
        visitor.typeOperatorToken();
        return visitor;
    }

    /** A person of the identity provider who has signed in there. */
    static Visitor person(RunningConsole console, String subject) {
        var visitor = new Visitor(console, Look.DESKTOP);
        visitor.open("/console");
        visitor.signInAtProvider(subject);
        return visitor;
    }

    /** Signs in on the page that asks for it. */
    void typeOperatorToken() {
        field("token").fill(console.operatorToken());
        press("Sign in as an operator");
    }

    void signInAtProvider(String subject) {
        follow("Sign in with your organisation");
        page.locator("input[name=username]").fill(subject);
        leaving(() -> page.locator("input[type=submit]").click());
    }

    /** Hints to developers, which browsers show on request only, do not count. */
    private void hear(ConsoleMessage message) {
        if (!message.type().equals("verbose")) {
            complaints.add(new Complaint(POSITION.matcher(message.location()).replaceFirst(""), message.text()));
        }
    }

    private void note(Response response) {
        if (response.request().isNavigationRequest()) {
            pages.add(response.url());
        }
    }

    /** A script of a page will be refused this: the log of the browser says so. */
    void willBeRefused(String path) {
        pages.add(console.url() + path);
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** Path of the present page. */
    String path() {
        return page.url().substring(console.url().length()).replaceFirst("[?#].*", "");
    }

    void open(String path) {
        var _ = page.navigate(console.url() + path);
    }

    /** Opens a page that may be refused; gives the status. */
    int status(String path) {
        return page.navigate(console.url() + path).status();
    }

    /** The first link with exactly this text. */
    Locator link(String text) {
        return page.getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName(text).setExact(true))
                .first();
    }

    /** Whether the page offers a link with exactly this text. */
    boolean offers(String text) {
        return link(text).count() > 0;
    }

    void follow(String text) {
        leaving(() -> link(text).click());
    }

    void press(String text) {
        leaving(() -> button(text).click());
    }

    Locator button(String text) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    /** The field of a form or a filter, by its name in the API: the words before it may change. */
    Locator field(String name) {
        return page.locator(
                "main [name='f." + name + "']:not([type=hidden]), main [name='" + name + "']:not([type=hidden])");
    }

    /** One choice of several, in a field of this name. */
    Locator choice(String name, String value) {
        return page.locator("main [name='f." + name + "'][value='" + value + "']");
    }

    /** Types a text into the field of this name, or chooses it where there is a choice. */
    void fill(String name, String text) {
        var field = field(name);
        if ((boolean) field.evaluate("(one) => one.matches('select')")) {
            var _ = field.selectOption(text);
        } else {
            field.fill(text);
        }
    }

    /** Does something that leads to another page, or to the same one again, and waits for it. */
    void leaving(Runnable act) {
        var _ = page.evaluate("() => { window.isLeft = true; }");
        act.run();
        var _ = page.waitForFunction("() => !window.isLeft && document.readyState === 'complete'");
    }

    /** Opens the present page again and again until it shows something. */
    void reloadUntil(String what, BooleanSupplier shown) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!shown.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " is not shown: " + text());
            }
            page.waitForTimeout(LOOK_AGAIN_MS);
            var _ = page.reload();
        }
    }

    /** What the page says besides its navigation. */
    String text() {
        return page.locator("main").innerText();
    }

    /** Whether the page shows a status of this word, perhaps with its reason. */
    boolean hasStatus(String word) {
        return page.locator(".status")
                        .getByText(Pattern.compile("^" + word + "(: .*)?$"))
                        .count()
                > 0;
    }

    /** How much wider the page is than the window. */
    int excessWidth() {
        var excess = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return ((Number) excess).intValue();
    }

    /** What other sites log, such as the identity provider, is not ours. */
    private boolean counts(Complaint complaint) {
        var isOurs = complaint.url().isEmpty() || complaint.url().startsWith(console.url());
        return isOurs && !(complaint.text().startsWith(REFUSED) && mayBeRefused(complaint.url()));
    }

    /** A page, a call of the app plane that somebody tried out, and a stream of hints, which ends with its session. */
    private boolean mayBeRefused(String url) {
        return pages.contains(url)
                || url.startsWith(console.url() + "/v1/")
                || url.startsWith(console.url() + "/console/live");
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints.stream().filter(this::counts).toList())
                .as("the log of the browser")
                .isEmpty();
    }
}
