package dev.tollgate.gateway.openapi;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the docs folder as they are served under {@code /docs/}, and {@code /llms.txt}, which lists them. The
 * files that a page links to, such as example programs, are served beside it; a link that leads out of the folder
 * becomes text.
 */
final class Guides {

    /**
     * A page that llms.txt lists.
     *
     * @param subject what a reader finds there
     */
    record Guide(String file, String title, String subject) {}

    /** A list of pages, under a heading. */
    record Chapter(String title, List<Guide> guides) {}

    static final List<Chapter> CHAPTERS = List.of(
            new Chapter(
                    "Guides",
                    List.of(
                            new Guide(
                                    "rest.md",
                                    "REST",
                                    "authentication, errors and retries, idempotency, pages, ETags, rate limits,"
                                            + " batches, dry runs, prices, filters, generated clients"),
                            new Guide("sync.md", "Sync", "keep records of another system in step, both ways"),
                            new Guide("analytics.md", "Product events", "tracking plans, sending, questions, datasets"),
                            new Guide("activity.md", "Timelines", "timelines of customers, activities by rule"),
                            new Guide("mcp.md", "MCP", "what agents can do and what it costs"),
                            new Guide("connect.md", "MCP clients", "ready-made configuration of common MCP clients"),
                            new Guide("oauth.md", "OAuth", "agents that use access tokens of the identity provider"),
                            new Guide("webhooks.md", "Webhooks", "signed events, retries, replays, receivers"),
                            new Guide("console.md", "Console", "the control plane in a browser"),
                            new Guide("people.md", "People", "sign-in to the control plane, members and roles"),
                            new Guide("payments.md", "Payments", "top-ups, plan changes, payments by Stripe"),
                            new Guide("ctl.md", "Command line", "the admin API as commands"),
                            new Guide("first-day.md", "First day", "the days of an operator, an integrator, an agent"),
                            new Guide("security.md", "Security", "trust, guarantees of each listener, limits"))),
            new Chapter(
                    "Reference",
                    List.of(
                            new Guide("operations.md", "Operations", "every operation: route, scope, price, MCP tool"),
                            new Guide("roles.md", "Roles", "who may call which control operation"),
                            new Guide("errors.md", "Error codes", "every code and what its reader can do"))),
            new Chapter(
                    "Optional",
                    List.of(
                            new Guide(
                                    "operating.md",
                                    "Operating",
                                    "where an operator starts: slow and refused calls, disks, backups, sizes"),
                            new Guide("kubernetes.md", "Kubernetes", "manifests and image"),
                            new Guide(
                                    "several-servers.md",
                                    "Several servers",
                                    "a Redis cluster and several Kafka brokers: settings, and what is lost"),
                            new Guide("metrics.md", "Metrics", "every metric of a process"),
                            new Guide(
                                    "usage-records.md", "Usage records", "the format of the usage topic, and a reader"),
                            new Guide(
                                    "money.md",
                                    "Money",
                                    "the rules of holds, ledger and corrections, with their tests"),
                            new Guide("performance.md", "Performance", "what a call costs the machine, by step"))));

    private static final String FOLDER = Guides.class.getPackageName().replace('.', '/') + "/guides/";
    private static final String MARKDOWN = ".md";

    /** A link to something that is neither elsewhere nor on the same page: text, path, fragment. */
    private static final Pattern LINK =
            Pattern.compile("\\[([^\\[\\]]*+)\\]\\((?![a-z]+:|/|#)([^)#\\s]++)(#[^)\\s]*+)?\\)");

    private final SequencedMap<String, byte[]> files = new LinkedHashMap<>();

    /**
     * All pages.
     *
     * @param generated pages by file name that are made from the declarations, and need no file
     */
    Guides(Map<String, String> generated) {
        generated.keySet().stream().filter(file -> !listed(file)).forEach(file -> page(file, generated.get(file)));
        for (var chapter : CHAPTERS) {
            chapter.guides().forEach(guide -> page(guide.file(), generated.get(guide.file())));
        }
    }

    /** The bytes of each page and program, by path below {@code /docs/}. */
    SequencedMap<String, byte[]> files() {
        return files;
    }

    private void page(String path, @Nullable String generated) {
        var text =
                generated != null ? generated : new String(Documents.resource(FOLDER + path), StandardCharsets.UTF_8);
        files.put(path, new byte[0]); // before its links are followed: they may lead back
        files.put(path, LINK.matcher(text).replaceAll(this::served).getBytes(StandardCharsets.UTF_8));
    }

    /** The link as it is where its target is served, else its text. */
    private String served(MatchResult link) {
        var target = link.group(2);
        return Matcher.quoteReplacement(serves(target) ? link.group() : link.group(1));
    }

    private boolean serves(String target) {
        if (files.containsKey(target) || listed(target)) {
            return true;
        }
        if (target.contains("..") || Guides.class.getClassLoader().getResource(FOLDER + target) == null) {
            return false;
        }
        if (target.endsWith(MARKDOWN)) {
            page(target, null);
        } else {
            files.put(target, Documents.resource(FOLDER + target));
        }
        return true;
    }

    private static boolean listed(String file) {
        return CHAPTERS.stream()
                .flatMap(chapter -> chapter.guides().stream())
                .anyMatch(guide -> guide.file().equals(file));
    }

    /** The index for language models (llmstxt.org): Markdown with absolute links. */
    static String index(String url) {
        var index = new StringBuilder("""
                # Tollgate

                > A gateway that gives servers and AI agents access to a company's business tools: REST under /v1, MCP at \
                /mcp, administration under /control/v1. Every call is authorized, priced, metered and audited.

                A call needs a bearer token: an API key (tgk_…) for /v1, an MCP token (tgm_…) for /mcp, an operator or \
                identity token for /control/v1. Errors are RFC 9457 problems with a stable code. Amounts are micros of US \
                dollars.

                ## API descriptions

                - [OpenAPI, app plane](%1$s/openapi.json): operations of /v1 and the payloads of webhooks
                - [OpenAPI, control plane](%1$s/control/openapi.json): operations of /control/v1
                """.formatted(url));
        for (var chapter : CHAPTERS) {
            index.append("\n## ").append(chapter.title()).append("\n\n");
            chapter.guides()
                    .forEach(guide -> index.append("- [")
                            .append(guide.title())
                            .append("](")
                            .append(url)
                            .append("/docs/")
                            .append(guide.file())
                            .append("): ")
                            .append(guide.subject())
                            .append('\n'));
        }
        return index.toString();
    }
}
