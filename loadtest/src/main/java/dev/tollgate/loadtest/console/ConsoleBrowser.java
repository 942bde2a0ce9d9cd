package dev.tollgate.loadtest.console;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.loadtest.client.HttpCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** The browser of one person, without scripts: keeps cookies and follows no redirect. For one thread. */
final class ConsoleBrowser {

    private static final Duration PAGE_MAX = Duration.ofSeconds(40);
    private static final int REDIRECT = 303;
    private static final int LIMITED = 429;

    /** A page whose own call was done has a part that was not. */
    private static final String LIMITED_PART = "/docs/errors/rate_limited";

    /** A limit of a minute is over by then. */
    private static final int TRIES_MAX = 90;

    private final HttpClient http = HttpCall.connections();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final int port;

    private ConsoleBrowser(int port) {
        this.port = port;
    }

    /**
     * An answer.
     *
     * @param nanos from the request to the last byte
     */
    record Page(int status, HttpHeaders headers, String text, long nanos) {

        int bytes() {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }

        int compressedBytes() {
            return compressed(text);
        }

        /** Whether the page, or a part of it, is beyond the rate of the person: it is no sample. */
        boolean isLimited() {
            return status == LIMITED || text.contains(LIMITED_PART);
        }
    }

    /** Bytes of a text with gzip. */
    static int compressed(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.size();
    }

    /** Signs an operator in by the token. */
    static ConsoleBrowser ofOperator(int port, String token) {
        var browser = new ConsoleBrowser(port);
        var form = "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        var page = browser.exchange(browser.request("/console/sign-in")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        require(page.status() == REDIRECT, "the operator signs in, and is not answered " + page.status());
        return browser;
    }

    /** Signs a person in at the identity provider. */
    static ConsoleBrowser ofPerson(int port, String subject) throws InterruptedException {
        var browser = new ConsoleBrowser(port);
        var begun = browser.get("/console/sign-in/provider");
        require(begun.status() == REDIRECT, "a sign-in begins, and is not answered " + begun.status());
        var query =
                URI.create(begun.headers().firstValue("Location").orElseThrow()).getRawQuery();
        var back = browser.get("/console/sign-in/callback?state=" + parameter(query, "state") + "&code="
                + BenchIssuer.code(subject, parameter(query, "nonce")));
        require(back.status() == REDIRECT, subject + " signs in, and is not answered " + back.status());
        return browser;
    }

    private static String parameter(String query, String name) {
        for (var pair : query.split("&", -1)) {
            if (pair.startsWith(name + '=')) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        throw new IllegalStateException("no " + name + " in the address of the identity provider");
    }

    /** The answer; the request is repeated after a second while it, or a part of the page, is answered 429. */
    Page get(String path) throws InterruptedException {
        var page = once(path);
        for (int tries = 1; page.isLimited(); tries++) {
            require(tries < TRIES_MAX, path + " is not answered 429 for " + TRIES_MAX + " seconds");
            TimeUnit.SECONDS.sleep(1);
            page = once(path);
        }
        return page;
    }

    private Page once(String path) {
        return exchange(request(path).header("Accept", "text/html").GET());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://" + HttpCall.HOST + ':' + port + path))
                .timeout(PAGE_MAX);
        return cookies.isEmpty()
                ? request
                : request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + '=' + cookie.getValue())
                                .collect(Collectors.joining("; ")));
    }

    private Page exchange(HttpRequest.Builder request) {
        long began = System.nanoTime();
        var response = http.sendAsync(request.build(), BodyHandlers.ofString()).join();
        long nanos = System.nanoTime() - began;
        response.headers().allValues("Set-Cookie").forEach(this::keep);
        return new Page(response.statusCode(), response.headers(), response.body(), nanos);
    }

    private void keep(String line) {
        var pair = line.substring(0, line.indexOf(';'));
        var name = pair.substring(0, pair.indexOf('='));
        if (line.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, pair.substring(name.length() + 1));
        }
    }
}
