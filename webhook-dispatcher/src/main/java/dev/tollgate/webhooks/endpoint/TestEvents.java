package dev.tollgate.webhooks.endpoint;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.event.DeliveryId;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.EventId;
import dev.tollgate.webhooks.endpoint.WebhookInputs.TestEvent;
import dev.tollgate.webhooks.eventtype.RegisteredTypes;
import dev.tollgate.webhooks.history.FundsCheck;
import dev.tollgate.webhooks.history.TestDelivery;
import dev.tollgate.webhooks.history.WebhookDelivery;
import dev.tollgate.webhooks.holder.Holder;
import dev.tollgate.webhooks.subscription.EventModules;
import io.vertx.core.Future;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Sends the examples of event types to endpoints, so that people see their receivers work. */
public final class TestEvents {

    /** The type of a test event if the caller names none. */
    public static final String PLAIN = "webhook.test";

    private static final Refusal UNKNOWN_TYPE =
            Refusal.ValidationFailed.of("event_type", "is not an event type; GET /v1/event-types lists them");

    private final PlatformContext context;
    private final RecordTable<Webhook> webhooks;
    private final RegisteredTypes types;
    private final FundsCheck fundsCheck;
    private final EventModules modules;

    public TestEvents(PlatformContext context) {
        this.context = context;
        this.webhooks = context.table(Webhook.TABLE);
        this.types = new RegisteredTypes(context);
        this.fundsCheck = new FundsCheck(context);
        this.modules = EventModules.of(context.events());
    }

    public void serve(OperationBus bus) {
        bus.serve(WebhookOperations.TEST, this::send);
    }

    private Future<Outcome<WebhookDelivery>> send(Call<TestEvent> call) {
        var named = Objects.requireNonNullElse(call.input().eventType(), PLAIN);
        return fundsCheck
                .refusal(call)
                .compose(refusal -> refusal.isPresent()
                        ? Future.succeededFuture(Outcome.refused(refusal.get()))
                        : context.work()
                                .write(
                                        call,
                                        tx -> types.named(tx, call, named)
                                                .compose(type -> type.isPresent()
                                                        ? sent(tx, call, type.get())
                                                        : Future.succeededFuture(Outcome.refused(UNKNOWN_TYPE)))));
    }

    private Future<Outcome<Change<WebhookDelivery>>> sent(Transaction tx, Call<TestEvent> call, EventType type) {
        return webhooks.locked(tx, call, call.input().id()).compose(found -> switch (found) {
            case Outcome.Done<Webhook>(Webhook webhook) -> {
                var refusal = Holder.refusal(call, scopes(webhook, type));
                if (refusal.isPresent()) {
                    yield Future.succeededFuture(Outcome.refused(refusal.get()));
                }
                yield switch (webhook.status()) {
                    case ACTIVE, PAUSED -> TestDelivery.made(tx, delivery(call, webhook, type), type);
                    case DISABLED -> refused("The webhook is disabled. Resume it first.");
                    case ARCHIVED -> Future.succeededFuture(Outcome.refused(EndpointTransition.ARCHIVED));
                };
            }
            case Outcome.Refused<Webhook>(Refusal refusal) -> Future.succeededFuture(Outcome.refused(refusal));
            case Outcome.Replayed<Webhook> replayed ->
                throw new IllegalStateException("a record is no replay: " + replayed);
        });
    }

    private Set<Scope> scopes(Webhook webhook, EventType type) {
        var scopes = new HashSet<>(modules.scopesOf(webhook.eventTypes()));
        scopes.add(type.scope());
        return scopes;
    }

    private WebhookDelivery delivery(Call<?> call, Webhook webhook, EventType type) {
        var now = context.clock().instant().truncatedTo(ChronoUnit.MICROS);
        return new WebhookDelivery(
                new DeliveryId(context.ids().next()),
                webhook.workspaceId(),
                webhook.id(),
                new EventId(context.ids().next()),
                type.type(),
                call.facts().requestId(),
                WebhookDelivery.Trigger.TEST,
                WebhookDelivery.Status.PENDING,
                null,
                0,
                null,
                now,
                now,
                null);
    }

    private static <A> Future<Outcome<A>> refused(String detail) {
        return Future.succeededFuture(Outcome.refused(new Refusal.Conflict(detail)));
    }
}
