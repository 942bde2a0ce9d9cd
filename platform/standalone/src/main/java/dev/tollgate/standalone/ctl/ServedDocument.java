package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.document.ControlDocument;
import dev.tollgate.standalone.ctl.document.DocumentCache;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

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
        var asked = asked(api, cache.etag(server.root()));
        var known = cache.of(server.root());
        try {
            var first = answer(asked);
            var reply = first.status() == UNCHANGED && known.isEmpty() ? api.document("") : first;
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

    /** Asks on a thread of its own: the kept document is read meanwhile, which takes as long. */
    private static FutureTask<ApiResponse> asked(AdminApi api, String etag) {
        var asking = new FutureTask<>(() -> api.document(etag));
        Thread.ofPlatform().daemon().start(asking);
        return asking;
    }

    private static ApiResponse answer(FutureTask<ApiResponse> asked) throws IOException {
        try {
            return asked.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CtlFailure(ExitCode.UNAVAILABLE, "interrupted");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException away) {
                throw away;
            }
            if (failed.getCause() instanceof CtlFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
