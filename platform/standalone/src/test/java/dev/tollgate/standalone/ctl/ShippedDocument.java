package dev.tollgate.standalone.ctl;

import dev.tollgate.contract.operation.Route;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.openapi.Documents;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.ModuleProvider;
import java.time.Instant;

/** The document of the control plane as a gateway with all modules serves it. */
public final class ShippedDocument {

    private static final Documents DOCUMENTS = new Documents(
            Catalogue.of(ModuleProvider.all()), PriceBook.shipped(), Instant.EPOCH, "http://localhost:8080");

    private ShippedDocument() {}

    public static byte[] bytes() {
        return DOCUMENTS
                .byRoute()
                .get(new Route("GET", "/control/openapi.json"))
                .bytes();
    }
}
