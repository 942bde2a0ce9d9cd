package dev.tollgate.gateway.openapi;

import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.gateway.answer.BaseUrls;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.money.price.PriceBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Properties;
import java.util.SequencedMap;

/** Public documents by route, as bytes made at start. They are the same for every caller. */
public final class Documents {

    private static final String JSON = "application/json";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String MARKDOWN = "text/markdown; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/";
    private static final String WEBJAR_POM = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private final SequencedMap<Route, Document> byRoute = new LinkedHashMap<>();

    /** Makes all documents of an installation with one URL for everything. */
    public Documents(Catalogue catalogue, PriceBook prices, Instant now, String publicUrl) {
        this(catalogue, prices, now, BaseUrls.of(publicUrl));
    }

    /**
     * Makes all documents.
     *
     * @param now prices are shown as of this instant
     * @param urls what every link starts with
     */
    public Documents(Catalogue catalogue, PriceBook prices, Instant now, BaseUrls urls) {
        var codes = ErrorCode.all();
        var openApi = new OpenApi(catalogue, prices, now, urls, codes);
        add("/openapi.json", JSON, openApi.bytes(Plane.APP));
        add("/control/openapi.json", JSON, openApi.bytes(Plane.CONTROL));
        page("/docs", Html.reference());
        page("/docs/invitation", Html.invitation(urls.control()));
        page("/docs/errors", Html.errorIndex(codes));
        codes.forEach(code -> {
            page("/docs/errors/" + code.code(), Html.errorPage(code));
            text("/docs/errors/" + code.code() + ".md", MARKDOWN, ErrorsPage.of(code));
        });
        text("/llms.txt", TEXT, Guides.index(urls.app()));
        var generated =
                new LinkedHashMap<>(new ModulePages(catalogue, prices, now, openApi.document(Plane.APP)).pages());
        generated.put("operations.md", new OperationsList(catalogue, prices, now).markdown());
        generated.put("roles.md", new RoleMatrix(catalogue).markdown());
        generated.put("errors.md", ErrorsPage.all(codes));
        new Guides(generated).files().forEach((path, bytes) -> add("/docs/" + path, type(path), bytes));
        add("/docs/assets/docs.css", STYLE, own("docs.css"));
        add("/docs/assets/docs.js", SCRIPT, own("docs.js"));
        var webjar = WEBJAR + webjarVersion() + '/';
        add("/docs/assets/swagger-ui.css", STYLE, resource(webjar + "swagger-ui.css"));
        add("/docs/assets/swagger-ui-bundle.js", SCRIPT, resource(webjar + "swagger-ui-bundle.js"));
        add(
                "/docs/assets/swagger-ui-standalone-preset.js",
                SCRIPT,
                resource(webjar + "swagger-ui-standalone-preset.js"));
    }

    /** The documents, each under the GET route it is served at. */
    public SequencedMap<Route, Document> byRoute() {
        return byRoute;
    }

    private void page(String path, String html) {
        text(path, HTML, html);
    }

    private void text(String path, String contentType, String text) {
        add(path, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String type(String path) {
        return path.endsWith(".md") ? MARKDOWN : TEXT;
    }

    private void add(String path, String contentType, byte[] bytes) {
        byRoute.put(new Route("GET", path), Document.of(contentType, bytes));
    }

    private static byte[] own(String name) {
        return resource(Documents.class.getPackageName().replace('.', '/') + '/' + name);
    }

    private static String webjarVersion() {
        try {
            var properties = new Properties();
            properties.load(new java.io.ByteArrayInputStream(resource(WEBJAR_POM)));
            return properties.getProperty("version");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static byte[] resource(String path) {
        try (var file = Documents.class.getClassLoader().getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException(path + " is not on the class path");
            }
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
