package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages around a new workspace that links lead to, in both themes and widths: a screenshot, no serious finding of
 * axe, nothing too wide.
 */
class EveryPageTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();
    private static final Set<String> SERIOUS = Set.of("serious", "critical");
    private static final int PAGES_MAX = 45;

    /** Fewer say that links are missing, not that all pages are good. */
    private static final int PAGES_MIN = 31;

    @ParameterizedTest
    @CsvSource({"1440,LIGHT", "1440,DARK", "360,LIGHT", "360,DARK"})
    void a_page_can_be_read_by_everybody(int width, ColorScheme theme) {
        try (var chromium = new Chromium();
                var context = chromium.context(width, theme)) {
            var page = chromium.page(context);
            Chromium.signIn(page, CONSOLE);
            prepare(page, "Pages " + width + ' ' + theme);
            var urls = linked(page);
            assertThat(urls).hasSizeGreaterThanOrEqualTo(PAGES_MIN);
            for (var url : urls) {
                page.navigate(url);
                check(page, width, theme);
            }
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    private static void prepare(Page page, String name) {
        page.navigate(CONSOLE.url() + "/console/tenants/new");
        page.getByLabel("Name").fill(name);
        page.getByLabel("team").check();
        page.getByLabel("Plan").fill("business");
        page.locator("main form button[type=submit]").click();
        page.getByText("Create a workspace").first().click();
        page.getByLabel("Name").fill("<b>" + name + "</b>");
        page.locator("main form button[type=submit]").click();
    }

    /** Pages around the present one, without those of other tests. */
    private static List<String> linked(Page page) {
        var seen = new LinkedHashSet<String>();
        var next = new ArrayDeque<>(List.of(page.url().replaceFirst("\\?.*", "")));
        while (!next.isEmpty() && seen.size() < PAGES_MAX) {
            var url = next.remove();
            if (seen.add(url) && seen.size() < 4) {
                page.navigate(url);
                page.locator("a[href^='/console/']").all().forEach(link -> {
                    var path = link.getAttribute("href");
                    if (!path.contains("?")) {
                        next.add(CONSOLE.url() + path);
                    }
                });
            }
        }
        return List.copyOf(seen);
    }

    private static void check(Page page, int width, ColorScheme theme) {
        var name = page.url().replaceFirst(".*/console", "console").replaceAll("[^a-z-]+", "_");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target/screenshots", name + '-' + width + '-' + theme + ".png"))
                .setFullPage(true));
        var wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) wide).intValue()).as(page.url() + " is too wide").isZero();
        var findings = new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(rule -> SERIOUS.contains(rule.getImpact()))
                        .map(rule -> rule.getId() + ": " + rule.getNodes().getFirst().getHtml())
                        .toList();
        assertThat(findings).as(page.url()).isEmpty();
    }
}
