package dev.tollgate.webhooks.eventtype;

import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.schema.FieldSchema;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.memory.WeighedLru;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.EventId;
import dev.tollgate.webhooks.eventtype.EventTypeOperations.NewEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

/**
 * Publishes events of registered types. Events of one subject are written one after another and numbered by the
 * database's clock, so that their numbers follow the order of their commits.
 */
public final class Publications {

    /** The resource of published events: with the subject it names their lane. */
    static final String RESOURCE = "event";

    /** How far ahead of the clock an event may have happened. */
    private static final Duration AHEAD_MAX = Duration.ofMinutes(10);

    /** Memory of the schemas that a loop keeps. */
    private static final long SCHEMA_BYTES_MAX = 4 << 20;

    /** Read once the lock is held: later than the number of every event of the subject before. */
    private static final String NUMBER = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS number";

    private static final Refusal UNKNOWN_TYPE = Refusal.ValidationFailed.of(
            "type", "is not an event type that this workspace has registered; register_event_type does");

    private static final Refusal FUTURE =
            Refusal.ValidationFailed.of("occurred_at", "must be at most " + AHEAD_MAX.toMinutes() + " minutes ahead");

    /** A schema never changes under one revision. */
    private record Revision(UUID type, int number) {}

    private final PlatformContext context;
    private final RegisteredTypes types;
    private final WeighedLru<Revision, FieldSchema> schemas =
            new WeighedLru<>(SCHEMA_BYTES_MAX, FieldSchema::memoryBytes);

    public Publications(PlatformContext context) {
        this.context = context;
        this.types = new RegisteredTypes(context);
    }

    public void serve(OperationBus bus) {
        bus.serve(EventTypeOperations.PUBLISH, this::publish);
    }

    private Future<Outcome<PublishedEvent>> publish(Call<NewEvent> call) {
        var now = context.clock().instant().truncatedTo(ChronoUnit.MICROS);
        var occurredAt = Objects.requireNonNullElse(call.input().occurredAt(), now);
        if (occurredAt.isAfter(now.plus(AHEAD_MAX))) {
            return Future.succeededFuture(Outcome.refused(FUTURE));
        }
        return context.work()
                .writeContended(
                        call,
                        transaction -> types.registered(
                                        transaction, call, call.input().type())
                                .compose(found -> found.map(type -> checked(transaction, call, type, occurredAt))
                                        .orElseGet(() -> Future.succeededFuture(Outcome.refused(UNKNOWN_TYPE)))));
    }

    private Future<Outcome<Change<PublishedEvent>>> checked(
            Transaction transaction, Call<NewEvent> call, RegisteredType type, Instant occurredAt) {
        var schema = schemas.get(new Revision(type.id().value(), type.revision()), type::dataSchema);
        var refusal = EventTypeRules.refusal(type, schema, call.input().data());
        return refusal.isPresent()
                ? Future.succeededFuture(Outcome.refused(refusal.get()))
                : number(transaction, call)
                        .map(number -> published(call, type, occurredAt, number))
                        .map(Outcome::done);
    }

    private static Future<Long> number(Transaction transaction, Call<NewEvent> call) {
        var subject = call.input().subject();
        if (subject == null) {
            return Future.succeededFuture(1L);
        }
        var locked = transaction.lock("webhooks.event " + call.caller().workspaceId() + ' ' + subject);
        var numbered = transaction.query(NUMBER, Tuple.tuple());
        return locked.compose(_ -> numbered).map(rows -> rows.iterator().next().getLong("number"));
    }

    private Change<PublishedEvent> published(
            Call<NewEvent> call, RegisteredType type, Instant occurredAt, long number) {
        var input = call.input();
        var id = new EventId(context.ids().next());
        var answer = new PublishedEvent(id, type.type(), input.subject(), occurredAt, type.revision(), number);
        var event = new DomainEvent(
                id.value(),
                type.type(),
                occurredAt,
                call.caller().tenantId(),
                call.caller().workspaceId(),
                call.facts().requestId(),
                RESOURCE,
                Objects.requireNonNullElse(input.subject(), id.text()),
                number,
                input.data(),
                type.dataSchemaUri());
        return Change.of(answer, RecordChange.created(answer)).publishing(event);
    }
}
