package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.document.ControlDocument;
import dev.tollgate.standalone.ctl.document.DocumentCache;
import java.io.IOException;

/**
 * The commands a server has now: asked with the version that is kept, and taken from there where it has not changed.
 */
final class ServedDocument {
    private static final int UNCHANGED = 304;

    private ServedDocument() {}

    /**
     * The server's document; the kept one where the server does not answer.
     *
     * @throws CtlFailure when there is neither
     */
    static ControlDocument of(ApiServer server, AdminApi api, DocumentCache cache) {
        var known = cache.of(server.root());
        try {
            var reply = api.document(known.map(DocumentCache.Kept::etag).orElse(""));
            if (reply.succeeded()) {
                var document = ControlDocument.of(reply.bytes());
                cache.keep(server.root(), reply.header("ETag"), document);
                return document;
            }
            return known.map(DocumentCache.Kept::document)
                    .orElseThrow(() -> new CtlFailure(
                            reply.status() == UNCHANGED ? ExitCode.BROKEN : ExitCode.UNAVAILABLE,
                            server.root() + "/control/openapi.json answered " + reply.status()));
        } catch (IOException away) {
            return known.map(DocumentCache.Kept::document)
                    .orElseThrow(() -> new CtlFailure(
                            ExitCode.UNAVAILABLE,
                            server.root() + " does not answer, and its commands are not known from before"));
        }
    }
}
