package dev.tollgate.webhooks.endpoint;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Stamp;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.SigningKeyId;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.address.AddressGuard;
import dev.tollgate.webhooks.endpoint.WebhookInputs.NewWebhook;
import dev.tollgate.webhooks.endpoint.WebhookInputs.WebhookPatch;
import dev.tollgate.webhooks.endpoint.WebhookInputs.WebhookRef;
import dev.tollgate.webhooks.eventtype.RegisteredTypes;
import dev.tollgate.webhooks.holder.Holder;
import dev.tollgate.webhooks.signature.SigningKey;
import dev.tollgate.webhooks.subscription.SigningKeys;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Answers the operations of webhook endpoints on one event loop. */
public final class Webhooks {

    /** The most endpoints of a workspace that are not archived. */
    static final int LIVE_MAX = 100;

    private static final String COUNT_LIVE =
            "SELECT count(*) FROM webhooks.endpoint WHERE workspace_id = $1 AND status <> 'archived'";

    private static final Refusal TOO_MANY =
            new Refusal.Conflict("A workspace has at most " + LIVE_MAX + " webhooks that are not archived.");

    private final RecordTable<Webhook> webhooks;
    private final WebhookView view;
    private final Work work;
    private final WebhookRules rules;
    private final RegisteredTypes types;
    private final WebhookSecrets secrets;
    private final PlatformContext context;
    private final SecureRandom random;

    public Webhooks(PlatformContext context, AddressGuard guard, SigningKeys keys, SecureRandom random) {
        this.webhooks = context.table(Webhook.TABLE);
        this.view = new WebhookView(context.work(), webhooks);
        this.work = context.work();
        this.rules = new WebhookRules(context.events(), guard);
        this.types = new RegisteredTypes(context);
        this.secrets = new WebhookSecrets(context, webhooks, rules, keys, random);
        this.context = context;
        this.random = random;
    }

    public void serve(OperationBus bus) {
        bus.serve(WebhookOperations.CREATE, this::create);
        bus.serve(WebhookOperations.LIST, call -> webhooks.page(call, call.input()));
        bus.serve(WebhookOperations.GET, view::get);
        bus.serve(WebhookOperations.UPDATE, this::update);
        bus.serve(WebhookOperations.PAUSE, call -> move(call, EndpointTransition.PAUSE));
        bus.serve(WebhookOperations.RESUME, call -> move(call, EndpointTransition.RESUME));
        bus.serve(WebhookOperations.ARCHIVE, call -> move(call, EndpointTransition.ARCHIVE));
        bus.serve(WebhookOperations.ROTATE, secrets::rotate);
    }

    private Future<Outcome<IssuedWebhook>> create(Call<NewWebhook> call) {
        var input = call.input();
        var keyId = new SigningKeyId(context.ids().next());
        return work.write(
                call,
                tx -> LockedWorkspaceState.inTurn(tx, call.caller())
                        .compose(place -> place.whenOn(() -> types.all(tx, call).compose(known -> {
                            var faults = rules.faults(known, input.url(), input.eventTypes(), input.secret());
                            if (!faults.isEmpty()) {
                                return Outcome.refusedFuture(new Refusal.ValidationFailed(faults));
                            }
                            var refusal = Holder.refusal(call, rules.scopes(input.eventTypes()));
                            return refusal.isPresent()
                                    ? Outcome.refusedFuture(refusal.get())
                                    : room(tx, call, WebhookRules.key(keyId, input.secret(), random), keyId);
                        }))));
    }

    private Future<Outcome<Change<IssuedWebhook>>> room(
            Transaction tx, Call<NewWebhook> call, SigningKey key, SigningKeyId keyId) {
        return tx.query(COUNT_LIVE, Tuple.of(call.caller().workspaceId().value()))
                .compose(rows -> rows.iterator().next().getLong(0) >= LIVE_MAX
                        ? Outcome.refusedFuture(TOO_MANY)
                        : webhooks.insert(tx, call, stamp -> fresh(stamp, call.input(), Holder.of(call)))
                                .compose(made -> secrets.issued(tx, made, key, keyId)));
    }

    private Webhook fresh(Stamp stamp, NewWebhook input, Holder holder) {
        return new Webhook(
                new WebhookId(stamp.id()),
                stamp.workspace(),
                input.name(),
                rules.canonical(input.url()),
                List.copyOf(input.eventTypes()),
                Webhook.Status.ACTIVE,
                null,
                holder.kind(),
                holder.id(),
                null,
                Objects.requireNonNullElse(input.maxAttempts(), Webhook.ATTEMPTS),
                input.rateLimit(),
                Boolean.TRUE.equals(input.ordered()),
                Objects.requireNonNullElse(input.metadata(), CustomFields.NONE),
                stamp.time(),
                stamp.time(),
                stamp.time(),
                Stamp.VERSION,
                stamp.source(),
                stamp.actor());
    }

    private Future<Outcome<Webhook>> update(Call<WebhookPatch> call) {
        var patch = call.input();
        return change(call, patch.id(), (known, before) -> {
            var faults = rules.faults(known, set(patch.url()), set(patch.eventTypes()), null);
            return faults.isEmpty() ? held(call, before, patched(before, patch)) : refusal(faults);
        });
    }

    /** The endpoint after a change; the caller, who may read all that it covered and covers, becomes its holder. */
    private Outcome<Webhook> held(Call<?> call, Webhook before, Webhook after) {
        var covered = new HashSet<>(rules.scopes(before.eventTypes()));
        covered.addAll(rules.scopes(after.eventTypes()));
        var refusal = Holder.refusal(call, covered);
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        return Outcome.done(after.equals(before) ? before : after.heldBy(Holder.of(call)));
    }

    private Webhook patched(Webhook before, WebhookPatch patch) {
        var url = set(patch.url());
        return new Webhook(
                before.id(),
                before.workspaceId(),
                Objects.requireNonNull(patch.name().over(before.name())),
                url == null ? before.url() : rules.canonical(url),
                Objects.requireNonNull(patch.eventTypes().over(before.eventTypes())),
                before.status(),
                before.statusReason(),
                before.holderKind(),
                before.holderId(),
                before.missingScopes(),
                Objects.requireNonNull(patch.maxAttempts().over(before.maxAttempts())),
                patch.rateLimit().over(before.rateLimit()),
                Objects.requireNonNull(patch.ordered().over(before.ordered())),
                before.metadata().patched(patch.metadata()),
                before.secretChangedAt(),
                before.createdAt(),
                before.updatedAt(),
                before.version(),
                before.source(),
                before.lastActor());
    }

    /** Open in every state of the workspace but for resuming; the table tells the dispatcher. */
    private Future<Outcome<Webhook>> move(Call<WebhookRef> call, EndpointTransition transition) {
        var id = call.input().id();
        return work.write(
                call,
                tx -> LockedWorkspaceState.of(tx, call.caller())
                        .compose(place -> transition == EndpointTransition.RESUME
                                ? place.whenActive(() -> webhooks.patch(tx, call, id, before -> resumed(call, before)))
                                : webhooks.patch(tx, call, id, transition::of)));
    }

    private Outcome<Webhook> resumed(Call<?> call, Webhook before) {
        return switch (EndpointTransition.RESUME.of(before)) {
            case Outcome.Done<Webhook>(Webhook after) -> held(call, before, after);
            case Outcome.Refused<Webhook> refused -> refused;
            case Outcome.Replayed<Webhook> replayed -> replayed;
        };
    }

    /** A change of an endpoint that is not archived, in an active workspace with these event types. */
    private Future<Outcome<Webhook>> change(
            Call<?> call, WebhookId id, BiFunction<EventTypes, Webhook, Outcome<Webhook>> change) {
        return work.write(
                call,
                tx -> LockedWorkspaceState.of(tx, call.caller())
                        .compose(place -> place.whenActive(() -> types.all(tx, call)
                                .compose(known -> webhooks.patch(
                                        tx,
                                        call,
                                        id,
                                        before -> before.status() == Webhook.Status.ARCHIVED
                                                ? Outcome.refused(EndpointTransition.ARCHIVED)
                                                : change.apply(known, before))))));
    }

    private static <T> @Nullable T set(Patch<T> patch) {
        return patch.over(null);
    }

    private static <A> Outcome<A> refusal(List<FieldError> faults) {
        return Outcome.refused(new Refusal.ValidationFailed(faults));
    }
}
