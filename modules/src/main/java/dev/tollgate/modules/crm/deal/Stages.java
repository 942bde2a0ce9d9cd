package dev.tollgate.modules.crm.deal;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.crm.deal.DealStageOperations.DealStageQuery;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The stages of a workspace, on one event loop. A workspace without any gets the built-in ones when they are first
 * needed: by a list that would be empty, or by a deal that needs an open stage.
 */
public final class Stages {

    private record BuiltIn(String name, DealStage.Outcome outcome) {}

    private static final List<BuiltIn> BUILT_IN = List.of(
            new BuiltIn("New", DealStage.Outcome.OPEN),
            new BuiltIn("Discovery", DealStage.Outcome.OPEN),
            new BuiltIn("Proposal", DealStage.Outcome.OPEN),
            new BuiltIn("Negotiation", DealStage.Outcome.OPEN),
            new BuiltIn("Won", DealStage.Outcome.WON),
            new BuiltIn("Lost", DealStage.Outcome.LOST));

    /** Leaves gaps for stages of the workspace's own. */
    private static final int POSITION_STEP = 10;

    /** The last bits of a workspace's id, which the ids of its built-in stages have a number in. */
    private static final long NUMBER_BITS = 7;

    private static final String BEGIN = """
            INSERT INTO crm.deal_stage (workspace_id, id, name, position, outcome, active,
                                        created_at, updated_at, version, source, last_actor)
            SELECT $1::uuid, s.id, s.name, s.position, s.outcome, true, $2::timestamptz, $2::timestamptz, 1, 'control', 'tollgate'
              FROM unnest($3::uuid[], $4::text[], $5::integer[], $6::text[]) AS s (id, name, position, outcome)
             WHERE NOT EXISTS (SELECT FROM crm.deal_stage WHERE workspace_id = $1)
            ON CONFLICT DO NOTHING
            """;

    private final RecordTable<DealStage> stages;
    private final Work work;
    private final InstantSource clock;

    public Stages(ModuleContext context) {
        this.stages = context.table(DealStageOperations.STAGES.table());
        this.work = context.work();
        this.clock = context.clock();
    }

    /** Answers a list; the only one that writes is an empty first page in a workspace without any stage. */
    public Future<Outcome<Page<DealStage>>> list(Call<ListInput<DealStageQuery>> call) {
        var page = stages.page(call, call.input());
        return mayBegin(call.input())
                ? page.compose(found -> isEmpty(found) ? begun(call, found) : Future.succeededFuture(found))
                : page;
    }

    /** An empty page, or what the list has after the workspace was given the built-in stages. */
    private Future<Outcome<Page<DealStage>>> begun(
            Call<ListInput<DealStageQuery>> call, Outcome<Page<DealStage>> empty) {
        return hasNone(call)
                .compose(none -> none
                        ? work.prepare(call, transaction -> begin(transaction, call))
                                .compose(_ -> stages.page(call, call.input()))
                        : Future.succeededFuture(empty));
    }

    /** Whether the workspace has no stages, once a list of it was empty. */
    private Future<Boolean> hasNone(Call<ListInput<DealStageQuery>> call) {
        return call.input().query().outcome() == null
                ? Future.succeededFuture(true)
                : stages.page(call, ListInput.of(new DealStageQuery(1, null, null)))
                        .map(Stages::isEmpty);
    }

    private static boolean mayBegin(ListInput<DealStageQuery> input) {
        var options = input.options();
        return input.query().cursor() == null
                && options.externalSource() == null
                && options.updatedSince() == null
                && !Boolean.TRUE.equals(options.deleted());
    }

    private static boolean isEmpty(Outcome<Page<DealStage>> page) {
        return page instanceof Outcome.Done<Page<DealStage>>(Page<DealStage> found)
                && found.items().isEmpty();
    }

    /** The stage of this id, if the workspace has it. */
    Future<Optional<DealStage>> stage(Transaction transaction, Call<?> call, DealStageId id) {
        return stages.some(transaction, call, List.of(id))
                .map(found -> found.stream().findFirst());
    }

    /** The first stage in which a deal begins; empty where every open stage is inactive. */
    Future<Optional<DealStage>> first(Transaction transaction, Call<?> call) {
        return firstOpen(transaction, call)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found)
                        : begin(transaction, call).compose(_ -> firstOpen(transaction, call)));
    }

    private Future<Optional<DealStage>> firstOpen(Transaction transaction, Call<?> call) {
        return stages.matching(transaction, call, Map.of("outcome", DealStage.Outcome.OPEN, "active", true), 1)
                .map(found -> found.stream().findFirst());
    }

    /**
     * Gives a workspace without stages the built-in ones. Concurrent calls make the same ids, and so make them once.
     */
    private Future<RowSet<Row>> begin(Transaction transaction, Call<?> call) {
        var workspace = call.caller().workspaceId();
        var numbers = IntStream.rangeClosed(1, BUILT_IN.size()).boxed().toList();
        var args = Tuple.tuple()
                .addValue(workspace.value())
                .addValue(clock.instant().atOffset(ZoneOffset.UTC))
                .addValue(numbers.stream().map(number -> id(workspace, number)).toArray(UUID[]::new))
                .addValue(BUILT_IN.stream().map(BuiltIn::name).toArray(String[]::new))
                .addValue(numbers.stream().map(number -> number * POSITION_STEP).toArray(Integer[]::new))
                .addValue(BUILT_IN.stream()
                        .map(stage -> stage.outcome().name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new));
        return transaction.query(BEGIN, args);
    }

    /** Ids in the order of the stages, as old as the workspace. */
    private static UUID id(WorkspaceId workspace, long number) {
        var own = workspace.value();
        return new UUID(own.getMostSignificantBits(), (own.getLeastSignificantBits() & ~NUMBER_BITS) | number);
    }
}
