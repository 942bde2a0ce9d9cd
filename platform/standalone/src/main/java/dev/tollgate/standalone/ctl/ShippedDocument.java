package dev.tollgate.standalone.ctl;

import dev.tollgate.contract.operation.Route;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.openapi.Documents;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.standalone.ctl.document.ControlDocument;
import dev.tollgate.standalone.ctl.document.DocumentCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

/**
 * The document of the control plane as a gateway of this build serves it, for help without a server. It is made from
 * the declarations once per build, which takes a second or two, and then kept.
 */
public final class ShippedDocument {
    private static final Route ROUTE = new Route("GET", "/control/openapi.json");

    private ShippedDocument() {}

    static ControlDocument kept(DocumentCache cache) {
        var build = build();
        return cache.of(build).map(DocumentCache.Kept::document).orElseGet(() -> {
            var document = document();
            cache.keep(build, "none", document);
            return document;
        });
    }

    private static ControlDocument document() {
        try {
            return ControlDocument.of(bytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The document as it is served. */
    public static byte[] bytes() {
        var documents = new Documents(
                Catalogue.of(ModuleProvider.all()), PriceBook.shipped(), Instant.EPOCH, "http://localhost:8080");
        return Objects.requireNonNull(documents.byRoute().get(ROUTE)).bytes();
    }

    /** Where these classes were built to, and when. */
    private static String build() {
        try {
            var classes = Path.of(ShippedDocument.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes + " " + Files.getLastModifiedTime(classes);
        } catch (URISyntaxException | IOException unknown) {
            return "unknown build";
        }
    }
}
