package dev.tollgate.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Route;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.ModuleProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GuidesTest {

    private static final String URL = "https://tollgate.example";
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)\\s]*)?\\)");
    private static final Documents DOCUMENTS =
            new Documents(Catalogue.of(ModuleProvider.all()), PriceBook.shipped(), Instant.EPOCH, URL);

    @Test
    void every_page_of_the_folder_is_served_as_markdown_and_listed() throws IOException {
        try (var pages = Files.newDirectoryStream(DOCS, "*.md")) {
            for (var page : pages) {
                var path = "/docs/" + page.getFileName();
                assertThat(document(path).contentType()).startsWith("text/markdown");
                assertThat(text("/llms.txt")).contains("(" + URL + path + ")");
            }
        }
    }

    @Test
    void every_link_of_a_page_leads_to_what_is_served() {
        var broken = new ArrayList<String>();
        for (var route : DOCUMENTS.byRoute().keySet()) {
            if (route.path().endsWith(".md")) {
                links(text(route.path()))
                        .filter(link -> !link.contains(":") && !link.startsWith("/"))
                        .filter(link -> !served("/docs/" + link))
                        .forEach(link -> broken.add(route.path() + " -> " + link));
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void every_link_of_llms_txt_leads_to_what_is_served() {
        assertThat(links(text("/llms.txt")))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(served(link.substring(URL.length())))
                        .as(link)
                        .isTrue());
    }

    @Test
    void programs_that_a_page_links_to_are_served_as_they_are() throws IOException {
        var receiver = "webhooks/java/Receiver.java";

        var served = document("/docs/" + receiver);

        assertThat(served.contentType()).startsWith("text/plain");
        assertThat(served.bytes()).isEqualTo(Files.readAllBytes(DOCS.resolve(receiver)));
    }

    @Test
    void a_link_that_leads_out_of_the_folder_is_text() {
        assertThat(text("/docs/rest.md"))
                .contains("(how to read it from `dev.json`)")
                .doesNotContain("../README.md");
    }

    @Test
    void every_error_code_is_a_page_of_markdown() {
        assertThat(ErrorCode.all()).allSatisfy(code -> {
            assertThat(text("/docs/errors.md")).contains(code.code(), code.caller());
            assertThat(text("/docs/errors/" + code.code() + ".md")).contains(code.caller());
        });
    }

    private static boolean served(String path) {
        return DOCUMENTS.byRoute().containsKey(new Route("GET", path));
    }

    private static Stream<String> links(String markdown) {
        return LINK.matcher(markdown).results().map(link -> link.group(1));
    }

    private static Document document(String path) {
        var document = DOCUMENTS.byRoute().get(new Route("GET", path));
        assertThat(document).as(path).isNotNull();
        return document;
    }

    private static String text(String path) {
        return new String(document(path).bytes(), StandardCharsets.UTF_8);
    }
}
