package dev.tollgate.loadtest.console;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.console.ConsoleBrowser.Page;
import dev.tollgate.loadtest.load.LatencyHistogram;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Measures pages one after the other, each as often as said, by one browser.
 *
 * @param samples of each page, after those that warm it up
 */
record PageTimes(ConsoleBrowser browser, int samples) {

    private static final int WARM_UP = 5;
    private static final int OK = 200;

    /** A page of a record that another page has ended, or of a setting that is unset, is a page too. */
    private static final Set<Integer> SHOWN = Set.of(200, 404, 422);

    private static final Pattern FILE = Pattern.compile("(?:src|href)=\"(/console/assets/[^\"]+)\"");
    private static final double KIB = 1_024;

    /** Measures all pages of a person; returns the p99 of the slowest in milliseconds. */
    double measure(String role, Map<String, String> pages, ObjectNode figures) throws InterruptedException {
        double slowest = 0;
        var slowestName = "";
        for (var page : pages.entrySet()) {
            double p99 = measure(page.getValue(), figures.putObject(page.getKey()));
            if (p99 > slowest) {
                slowest = p99;
                slowestName = page.getKey();
            }
        }
        say(String.format(
                Locale.ROOT, "%s: %d pages, the slowest %s, p99 %.1f ms", role, pages.size(), slowestName, slowest));
        return slowest;
    }

    private double measure(String url, ObjectNode figures) throws InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            var _ = shown(url);
        }
        var times = new LatencyHistogram();
        var last = shown(url);
        for (int i = 0; i < samples; i++) {
            last = shown(url);
            times.add(last.nanos());
        }
        figures.put("status", last.status()).put("bytes", last.bytes()).put("gzip_bytes", last.compressedBytes());
        times.write(figures);
        return times.ms(99);
    }

    private Page shown(String url) throws InterruptedException {
        var page = browser.get(url);
        require(SHOWN.contains(page.status()), url + " is shown, and not answered " + page.status());
        return page;
    }

    /** The weight of a page with the files that it loads, of which browsers keep all but the page. */
    void weigh(String url, ObjectNode figures) throws InterruptedException {
        var page = read(url);
        long bytes = page.bytes();
        long compressed = page.compressedBytes();
        var files = FILE.matcher(page.text()).results().toList();
        require(!files.isEmpty(), url + " loads files");
        for (var match : files) {
            var file = read(match.group(1));
            bytes += file.bytes();
            compressed += file.compressedBytes();
        }
        figures.put("kib", bytes / KIB).put("gzip_kib", compressed / KIB);
    }

    private Page read(String url) throws InterruptedException {
        var page = browser.get(url);
        require(page.status() == OK, url + " is shown, and not answered " + page.status());
        return page;
    }
}
