package dev.tollgate.loadtest.console;

import dev.tollgate.loadtest.console.ConsoleBrowser.Page;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the pages that somebody is led to: each once, by its path without ids and names. */
record PageWalk(ConsoleBrowser browser) {

    /** Pages of one person. */
    private static final int PAGES_MAX = 250;

    /** How far lists are leafed through. */
    private static final int LEAVES = 20;

    private static final int OK = 200;
    private static final Pattern LINK = Pattern.compile("href=\"(/console[^\"]*)\"");
    private static final Pattern NEXT = Pattern.compile("class=\"next\" href=\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("[a-z][a-z_]{1,15}_[0-7][0-9a-hjkmnp-tv-z]{25}");
    private static final Pattern NAMED = Pattern.compile("/(operations|event-types|modules|statements)/[^/]+");

    /** The addresses by page; those given first are taken first. */
    Map<String, String> pages(List<String> from) throws InterruptedException {
        Map<String, String> found = new LinkedHashMap<>();
        Map<String, String> deep = new LinkedHashMap<>();
        var next = new ArrayDeque<>(from);
        while (!next.isEmpty() && found.size() < PAGES_MAX) {
            var url = next.remove();
            var name = name(url);
            if (found.containsKey(name)) {
                continue;
            }
            var page = browser.get(url);
            found.put(name, url);
            if (page.status() == OK) {
                links(page).filter(link -> !found.containsKey(name(link))).forEach(next::add);
                leafed(page).forEach(last -> deep.put(name + ", leaf " + LEAVES, last));
            }
        }
        found.putAll(deep);
        return found;
    }

    private static Stream<String> links(Page page) {
        return LINK.matcher(page.text())
                .results()
                .map(match -> plain(match.group(1)))
                .filter(link -> !link.startsWith("/console/assets/") && !link.contains("format=csv"))
                .filter(link -> !link.contains("cursor="));
    }

    /** The address of a leaf far behind the first; none where there are not so many. */
    private Stream<String> leafed(Page first) throws InterruptedException {
        var page = first;
        var url = "";
        for (int leaf = 1; leaf < LEAVES; leaf++) {
            var next = NEXT.matcher(page.text());
            if (!next.find()) {
                return Stream.empty();
            }
            url = plain(next.group(1));
            page = browser.get(url);
        }
        return Stream.of(url);
    }

    private static String plain(String html) {
        return html.replace("&amp;", "&");
    }

    /** What a page is called: its path without ids and names, and the parameters that it was asked with. */
    static String name(String url) {
        int question = url.indexOf('?');
        var path = question < 0 ? url : url.substring(0, question);
        var bare = NAMED.matcher(ID.matcher(path).replaceAll("{id}")).replaceAll("/$1/{name}");
        return question < 0 ? bare : bare + '?' + parameters(url.substring(question + 1));
    }

    private static String parameters(String query) {
        return Stream.of(query.split("&", -1))
                .map(pair -> pair.contains("=") ? pair.substring(0, pair.indexOf('=')) : pair)
                .distinct()
                .sorted()
                .collect(Collectors.joining("&"));
    }
}
