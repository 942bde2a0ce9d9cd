package dev.tollgate.gateway.identity;

import dev.tollgate.gateway.fetch.RemoteDocuments;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;

/** Asks an issuer for its keys: discovery where the settings do not say where they are, then the key set. */
final class KeySetFetcher {

    static final int BYTES_MAX = RemoteDocuments.BYTES_MAX;

    private final IssuerDocuments documents;
    private final Issuer issuer;

    KeySetFetcher(HttpClient http, Issuer issuer) {
        this.documents = new IssuerDocuments(http, issuer);
        this.issuer = issuer;
    }

    /** The keys as they are now; fails with words for the operator. */
    Future<KeySet> keys() {
        return located()
                .compose(documents::get)
                .map(document -> KeySet.parse(document)
                        .orElseThrow(() -> new IllegalStateException("the issuer's key set has no supported key")));
    }

    private Future<String> located() {
        if (issuer.keysUrl() != null) {
            return Future.succeededFuture(issuer.keysUrl());
        }
        return documents.discovery().map(document -> {
            var url = document.path("jwks_uri").asText();
            if (!RemoteDocuments.trusted(url)) {
                throw new IllegalStateException("the discovery document has no https jwks_uri");
            }
            return url;
        });
    }
}
