package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Follows links from page to page, one of each kind. */
final class Crawl {

    private final Visitor visitor;
    private final Predicate<String> own;
    private final Map<String, String> found = new LinkedHashMap<>();

    private Crawl(Visitor visitor, Predicate<String> own) {
        this.visitor = visitor;
        this.own = own;
    }

    /**
     * The routes of all pages and forms that links lead to, each with the first path of it. Fails for a link that leads
     * nowhere.
     *
     * @param own tells what belongs to the test
     */
    static Map<String, String> from(Visitor visitor, List<String> starts, Predicate<String> own) {
        var crawl = new Crawl(visitor, own);
        crawl.follow(starts);
        return crawl.found;
    }

    private void follow(List<String> starts) {
        var next = new ArrayDeque<>(starts);
        while (!next.isEmpty()) {
            var path = next.remove();
            var route = ConsoleMap.route(path).orElseThrow(() -> new AssertionError("a link leads to " + path));
            if (found.putIfAbsent(route, path) == null) {
                assertThat(visitor.status(path)).as("a link to %s", path).isEqualTo(200);
                links().stream().filter(own).forEach(next::add);
            }
        }
    }

    /** Links of the console on the present page, without their queries. */
    private List<String> links() {
        var links = visitor.page()
                .evaluate("() => [...document.querySelectorAll('a[href]')]"
                        + ".map((link) => new URL(link.href)).filter((url) => url.origin === location.origin)"
                        + ".map((url) => url.pathname).filter((path) => path.startsWith('/console'))");
        return ((List<?>) links).stream().map(String::valueOf).distinct().toList();
    }
}
