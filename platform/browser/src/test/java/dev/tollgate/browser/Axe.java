package dev.tollgate.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;

/** The rules of axe-core on a page. */
final class Axe {

    private static final List<String> ALL = List.of();
    private static final List<String> CONTRAST = List.of("color-contrast");

    private static final String RUN = """
            (rules) => axe
                .run(document, { resultTypes: ['violations'], ...(rules.length ? { runOnly: rules } : {}) })
                .then((found) => found.violations
                    .filter((rule) => rule.impact === 'serious' || rule.impact === 'critical')
                    .map((rule) => rule.id + ': ' + rule.nodes.map((node) => node.html).slice(0, 3).join(' ')))
            """;

    private Axe() {}

    /** Makes the rules known to all pages that are opened from now on. */
    static void prepare(BrowserContext context) {
        context.addInitScript(AxeBuilder.getAxeScript());
    }

    /** What is serious or critical, with the first elements. */
    static List<String> findings(Page page) {
        return run(page, ALL);
    }

    /** The same for contrast only, which alone depends on the theme. */
    static List<String> contrastFindings(Page page) {
        return run(page, CONTRAST);
    }

    private static List<String> run(Page page, List<String> rules) {
        return ((List<?>) page.evaluate(RUN, rules))
                .stream().map(String::valueOf).toList();
    }
}
