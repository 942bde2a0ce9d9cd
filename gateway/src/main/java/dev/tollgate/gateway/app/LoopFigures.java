package dev.tollgate.gateway.app;

import dev.tollgate.gateway.http.HttpConnections;
import dev.tollgate.gateway.pipeline.OverloadGate;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.telemetry.LoopGauges;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Vertx;
import java.util.List;

/** Shows the connections and holds of one event loop as metrics. */
final class LoopFigures {

    private LoopFigures() {}

    /** They are ended when the loop ends; those of the database end with it. */
    static List<LoopGauges.Shown> show(
            Vertx vertx,
            LoopGauges figures,
            Database database,
            Holds holds,
            OverloadGate overload,
            HttpConnections connections) {
        database.show(figures, DatabaseRole.APP);
        return List.of(
                figures.count(
                        vertx,
                        new LoopGauges.Figure("tollgate.calls.shed", "Calls refused for overload"),
                        overload::shed),
                figures.level(
                        vertx,
                        new LoopGauges.Figure(
                                "tollgate.calls.shed.lately", "Calls refused for overload in the last minute"),
                        overload::shedLately),
                figures.count(
                        vertx,
                        new LoopGauges.Figure(
                                "tollgate.connections.rested",
                                "Times that a connection was not read for a second or longer, since it had an answer with status 503"),
                        connections::rested),
                figures.level(
                        vertx,
                        new LoopGauges.Figure(
                                "tollgate.refusals.waiting",
                                "Answers with status 503 that wait until they are sent to a trusted proxy"),
                        connections::refusalsWaiting),
                figures.level(vertx, limit("calls"), overload::limit),
                figures.level(vertx, limit("writes"), overload::writeLimit),
                figures.level(
                        vertx,
                        new LoopGauges.Figure("tollgate.holds.waiting", "Calls that wait for a hold"),
                        holds::waiting),
                figures.count(
                        vertx,
                        new LoopGauges.Figure("tollgate.holds.asked", "Calls that asked for a hold"),
                        holds::asked),
                figures.count(
                        vertx,
                        new LoopGauges.Figure(
                                "tollgate.holds.entries", "Entries of these calls; equal ones of a batch are one"),
                        holds::entries),
                figures.count(
                        vertx,
                        new LoopGauges.Figure("tollgate.holds.batches", "Redis function calls for holds"),
                        holds::batches));
    }

    private static LoopGauges.Figure limit(String of) {
        return new LoopGauges.Figure(
                "tollgate.calls.limit", "Calls in flight that are admitted now", Tags.of("of", of));
    }
}
