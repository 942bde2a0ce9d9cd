package dev.tollgate.gateway.app;

import dev.tollgate.gateway.credential.FileSigners;
import dev.tollgate.gateway.files.FileCallers;
import dev.tollgate.gateway.files.FileRequests;
import dev.tollgate.gateway.files.FileTransferAnswers;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.Metering;
import dev.tollgate.money.redis.RedisCounts;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.records.file.FileRoutes;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.process.ProcessContext;

/** The signed routes of files on one event loop. */
final class LoopFiles {

    private final ProcessContext process;
    private final SharedState shared;
    private final RedisCounts counts;
    private final FileRoutes routes;

    LoopFiles(ProcessContext process, SharedState shared, RedisFunctions functions) {
        this.process = process;
        this.shared = shared;
        this.counts = new RedisCounts(functions);
        this.routes = new FileRoutes(shared.files().signer(), shared.blobs().url(), counts);
    }

    /** The routes, and the module behind them. */
    FileRoutes routes() {
        return routes;
    }

    /** What takes their requests. */
    FileRequests requests(Database database, Metering metering, ProblemResponses problems) {
        var streams = shared.files().streams();
        return new FileRequests(
                routes,
                new FileCallers(new FileSigners(database), metering, streams),
                new FileTransferAnswers(process.vertx(), routes, shared.blobs(), streams, counts),
                problems,
                process.clock());
    }
}
