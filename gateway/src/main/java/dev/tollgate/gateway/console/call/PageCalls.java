package dev.tollgate.gateway.console.call;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.http.TableSlots;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Authenticator.Admitted;
import dev.tollgate.gateway.pipeline.GateOrder;
import dev.tollgate.gateway.pipeline.Gated;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.TargetRights;
import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Calls operations for the person of a visit, through the pipeline, as any caller of the control plane: each call has a
 * request id, a log line and an audit entry of its own. One per event loop.
 */
public final class PageCalls {

    private final Pipeline pipeline;
    private final Problems problems;
    private final AnswerWriter answers;
    private final TableSlots tables;
    private final IdSource ids;
    private final InstantSource clock;

    /** @param tables has a slot for each table that a page becomes; one for the process */
    public PageCalls(
            Pipeline pipeline,
            Problems problems,
            AnswerWriter answers,
            TableSlots tables,
            IdSource ids,
            InstantSource clock) {
        this.pipeline = pipeline;
        this.problems = problems;
        this.answers = answers;
        this.tables = tables;
        this.ids = ids;
        this.clock = clock;
    }

    /** Calls an operation; the path parameters are in the order of its route. */
    public Future<CallAnswer> call(Visit visit, CompiledFace<?, ?> face, List<String> parameters, CallInputs inputs) {
        return started(visit, further(visit), face, parameters, inputs);
    }

    /**
     * Calls the operation that a page is for, with the request id of the page: it is found in the audit by the id that
     * the person sees. At most once for a visit.
     */
    public Future<CallAnswer> callAsPage(
            Visit visit, CompiledFace<?, ?> face, List<String> parameters, CallInputs inputs) {
        return started(visit, visit.arrival().withToken(null), face, parameters, inputs);
    }

    private <I, A> Future<CallAnswer> started(
            Visit visit, Arrival arrival, CompiledFace<I, A> face, List<String> parameters, CallInputs inputs) {
        var found = new RouteTrie.Match.Found<>(face.face().route(), face, parameters);
        return admitted(visit, arrival, face.identified()).compose(admission -> switch (admission) {
            case Gated.Refused<Admitted<GateOrder.Rest>>(Refusal refusal) ->
                Future.succeededFuture(new CallAnswer.Refused(problems.problem(refusal, arrival.requestId(), null)));
            case Admitted<GateOrder.Rest> caller -> {
                var response = visit.request().response();
                var call = new PageCall<>(answers, problems, found, face, inputs, tables, response);
                pipeline.rest(caller, found, face, call);
                yield call.answer();
            }
        });
    }

    /** What the person may call on the target of a path, and around it; empty where they do not see it. */
    public Future<Optional<TargetRights>> rights(Visit visit, RouteTrie.Match.Found<?> found) {
        return admitted(visit, further(visit), true).compose(admission -> switch (admission) {
            case Gated.Refused<Admitted<GateOrder.Rest>> _ -> Future.succeededFuture(Optional.<TargetRights>empty());
            case Admitted<GateOrder.Rest> caller -> pipeline.rights(caller, found);
        });
    }

    /**
     * The same for a page, which is within the rate of the person whether or not it calls an operation; the refusal of
     * who opens too many.
     */
    public Future<Outcome<Optional<TargetRights>>> rightsOfPage(Visit visit, RouteTrie.Match.Found<?> found) {
        return admitted(visit, visit.arrival().withToken(null), true).compose(admission -> switch (admission) {
            case Gated.Refused<Admitted<GateOrder.Rest>> _ ->
                Future.succeededFuture(Outcome.done(Optional.<TargetRights>empty()));
            case Admitted<GateOrder.Rest> caller -> {
                var refusal = pipeline.work(caller, () -> {});
                yield refusal == null
                        ? pipeline.rights(caller, found).map(Outcome::done)
                        : Future.succeededFuture(Outcome.<Optional<TargetRights>>refused(refusal));
            }
        });
    }

    /** Does the work of a page that calls no operation, within the rate of the person; its refusal, else empty. */
    public Future<Optional<Refusal>> paced(Visit visit, Runnable work) {
        return admitted(visit, further(visit), true).map(admission -> switch (admission) {
            case Gated.Refused<Admitted<GateOrder.Rest>>(Refusal refusal) -> Optional.of(refusal);
            case Admitted<GateOrder.Rest> caller -> Optional.ofNullable(pipeline.work(caller, work));
        });
    }

    /** The problem of a page that no operation refused. */
    public Problem problem(Visit visit, Refusal refusal) {
        return problems.problem(refusal, visit.arrival().requestId(), null);
    }

    /** The problem of a page whose making failed; the failure is logged. */
    public Problem broke(Visit visit, Throwable cause) {
        return problem(visit, failed(visit, cause));
    }

    /** The refusal of something whose making failed; the failure is logged. */
    public Refusal failed(Visit visit, Throwable cause) {
        return pipeline.broke(visit.arrival(), cause);
    }

    private Future<Gated<Admitted<GateOrder.Rest>>> admitted(Visit visit, Arrival arrival, boolean identified) {
        return pipeline.admitSession(arrival, visit.session().owner(), identified);
    }

    private Arrival further(Visit visit) {
        return visit.arrival().further(new RequestId(ids.next()), clock.instant());
    }
}
