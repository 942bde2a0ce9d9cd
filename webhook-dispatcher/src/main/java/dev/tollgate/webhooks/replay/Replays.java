package dev.tollgate.webhooks.replay;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.shape.Stamp;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.ReplayId;
import dev.tollgate.webhooks.eventtype.RegisteredTypes;
import dev.tollgate.webhooks.holder.Holder;
import dev.tollgate.webhooks.replay.ReplayOperations.NewReplay;
import dev.tollgate.webhooks.replay.ReplayOperations.ReplayRef;
import dev.tollgate.webhooks.subscription.TransactionSettings;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers the operations of replays on one event loop; the dispatcher carries them out. */
public final class Replays {

    /** Events that are looked at to count those that match. */
    static final int COUNTED_MAX = 50_000;

    /** Retention of events. */
    static final Duration AGE_MAX = Duration.ofDays(30);

    private static final Duration SPAN = Duration.ofDays(1);

    private static final String LOCK =
            "SELECT 1 FROM webhooks.endpoint WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE";

    private static final String ENDPOINT = """
            SELECT e.event_types, e.status,
                   EXISTS (SELECT FROM webhooks.replay r
                            WHERE r.workspace_id = $1 AND r.webhook_id = $2 AND r.status = 'running') AS busy
              FROM webhooks.endpoint e
             WHERE e.workspace_id = $1 AND e.id = $2
            """;

    /** Stores the job's data besides the record. */
    private static final String KEEP = """
            UPDATE webhooks.replay SET types = $3, holder_kind = $4, holder_id = $5 WHERE workspace_id = $1 AND id = $2
            """;

    private final PlatformContext context;
    private final RecordTable<WebhookReplay> replays;
    private final RegisteredTypes types;

    public Replays(PlatformContext context) {
        this.context = context;
        this.replays = context.table(WebhookReplay.TABLE);
        this.types = new RegisteredTypes(context);
    }

    public void serve(OperationBus bus) {
        bus.serve(ReplayOperations.CREATE, this::create);
        bus.serve(ReplayOperations.LIST, call -> replays.page(call, call.input()));
        bus.serve(ReplayOperations.GET, call -> replays.get(call, call.input().id()));
        bus.serve(ReplayOperations.CANCEL, this::cancel);
    }

    private Future<Outcome<WebhookReplay>> create(Call<NewReplay> call) {
        var input = call.input();
        var now = context.clock().instant().truncatedTo(ChronoUnit.MICROS);
        var span = Span.of(input, now);
        return context.work()
                .write(
                        call,
                        tx -> types.all(tx, call).compose(known -> {
                            var named = new NamedTypes(known);
                            var faults = new ArrayList<>(span.faults(now));
                            faults.addAll(named.faults(input.eventTypes()));
                            return faults.isEmpty()
                                    ? created(tx, call, span, named)
                                    : Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
                        }));
    }

    private Future<Outcome<Change<WebhookReplay>>> created(
            Transaction tx, Call<NewReplay> call, Span span, NamedTypes types) {
        return tx.lockThenRead(LOCK, ENDPOINT, endpoint(call)).compose(rows -> {
            var refusal = refusal(rows);
            if (refusal.isPresent()) {
                return Future.succeededFuture(Outcome.refused(refusal.get()));
            }
            var ofWebhook = List.of(rows.iterator().next().getArrayOfStrings("event_types"));
            var named = types.named(ofWebhook, call.input().eventTypes());
            var unread = Holder.refusal(call, scopes(named));
            return unread.isPresent()
                    ? Future.succeededFuture(Outcome.refused(unread.get()))
                    : counted(tx, call, span, named);
        });
    }

    private Set<Scope> scopes(List<String> types) {
        return types.stream().map(context.events()::scope).collect(Collectors.toUnmodifiableSet());
    }

    /** Time range of the replayed events. */
    private record Span(Instant from, Instant to) {

        static Span of(NewReplay input, Instant now) {
            var to = Objects.requireNonNullElse(input.to(), now);
            return new Span(
                    Objects.requireNonNullElse(input.from(), to.minus(SPAN)).truncatedTo(ChronoUnit.MICROS),
                    to.truncatedTo(ChronoUnit.MICROS));
        }

        List<FieldError> faults(Instant now) {
            var faults = new ArrayList<FieldError>();
            if (!from.isBefore(to)) {
                faults.add(new FieldError("to", "must be after from"));
            }
            if (to.isAfter(now)) {
                faults.add(new FieldError("to", "must not be in the future"));
            }
            if (from.isBefore(now.minus(AGE_MAX))) {
                faults.add(new FieldError("from", "must be within the last " + AGE_MAX.toDays() + " days"));
            }
            return faults;
        }
    }

    private static Tuple endpoint(Call<NewReplay> call) {
        return Tuple.of(
                call.caller().workspaceId().value(), call.input().webhookId().value());
    }

    private static Optional<Refusal> refusal(RowSet<Row> endpoint) {
        for (var row : endpoint) {
            var detail = switch (row.getString("status")) {
                case "archived" -> "The webhook is archived; this cannot be undone.";
                case "paused" -> "The webhook is paused. Resume it first.";
                case "disabled" -> "The webhook is disabled. Resume it first.";
                default ->
                    row.getBoolean("busy") ? "A replay to this webhook is running. Cancel it or wait for it." : null;
            };
            return Optional.ofNullable(detail).map(Refusal.Conflict::new);
        }
        return Optional.of(Refusal.ValidationFailed.of("webhook_id", "is not a record of this workspace"));
    }

    private Future<Outcome<Change<WebhookReplay>>> counted(
            Transaction tx, Call<NewReplay> call, Span span, List<String> types) {
        var status = call.input().deliveryStatus();
        var filter = new EventFilter(
                call.caller().workspaceId(), call.input().webhookId(), types, span.from(), span.to(), status);
        TransactionSettings.telling(tx);
        return filter.count(tx, COUNTED_MAX)
                .compose(count -> replays.insert(tx, call, stamp -> fresh(stamp, call.input(), span, count))
                        .compose(made -> kept(tx, made, types, Holder.of(call))));
    }

    private static WebhookReplay fresh(Stamp stamp, NewReplay input, Span span, EventFilter.Count count) {
        return new WebhookReplay(
                new ReplayId(stamp.id()),
                stamp.workspace(),
                input.webhookId(),
                input.eventTypes() == null ? null : List.copyOf(input.eventTypes()),
                span.from(),
                span.to(),
                input.deliveryStatus(),
                WebhookReplay.Status.RUNNING,
                count.matched(),
                count.minimum(),
                0,
                null,
                null,
                stamp.time(),
                stamp.time(),
                Stamp.VERSION,
                stamp.source(),
                stamp.actor());
    }

    private static Future<Outcome<Change<WebhookReplay>>> kept(
            Transaction tx, Outcome<Change<WebhookReplay>> made, List<String> types, Holder holder) {
        if (made instanceof Outcome.Done<Change<WebhookReplay>>(Change<WebhookReplay> change)) {
            var replay = change.answer();
            return tx.query(
                            KEEP,
                            Tuple.of(replay.workspaceId().value(), replay.id().value())
                                    .addArrayOfString(types.toArray(String[]::new))
                                    .addString(holder.kind().text())
                                    .addString(holder.id()))
                    .map(made);
        }
        return Future.succeededFuture(made);
    }

    /** Canceling a canceled replay changes nothing. */
    private Future<Outcome<WebhookReplay>> cancel(Call<ReplayRef> call) {
        return replays.update(call, call.input().id(), before -> switch (before.status()) {
            case RUNNING -> Outcome.done(before.canceled(context.clock().instant()));
            case CANCELED -> Outcome.done(before);
            case DONE, FAILED -> Outcome.refused(new Refusal.Conflict("The replay has ended."));
        });
    }
}
