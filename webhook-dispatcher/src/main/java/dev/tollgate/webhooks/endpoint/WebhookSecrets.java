package dev.tollgate.webhooks.endpoint;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.SigningKeyId;
import dev.tollgate.webhooks.endpoint.WebhookInputs.SecretRotation;
import dev.tollgate.webhooks.holder.Holder;
import dev.tollgate.webhooks.signature.SigningKey;
import dev.tollgate.webhooks.subscription.SigningKeys;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** The signing secrets of endpoints: kept with a new one, and rotated. */
final class WebhookSecrets {

    private final PlatformContext context;
    private final RecordTable<Webhook> webhooks;
    private final WebhookRules rules;
    private final SigningKeys keys;
    private final SecureRandom random;

    WebhookSecrets(
            PlatformContext context,
            RecordTable<Webhook> webhooks,
            WebhookRules rules,
            SigningKeys keys,
            SecureRandom random) {
        this.context = context;
        this.webhooks = webhooks;
        this.rules = rules;
        this.keys = keys;
        this.random = random;
    }

    Future<Outcome<IssuedWebhook>> rotate(Call<SecretRotation> call) {
        var input = call.input();
        var faults = rules.faults(EventTypes.none(), null, null, input.secret());
        if (!faults.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
        }
        var keyId = new SigningKeyId(context.ids().next());
        var key = WebhookRules.key(keyId, input.secret(), random);
        return context.work()
                .write(
                        call,
                        tx -> LockedWorkspaceState.of(tx, call.caller())
                                .compose(place -> place.whenActive(() -> webhooks.patch(
                                                tx, call, input.id(), before -> withNewSecret(call, before))
                                        .compose(changed -> ended(tx, changed, input)
                                                .compose(_ -> issued(tx, changed, key, keyId))))));
    }

    private Outcome<Webhook> withNewSecret(Call<?> call, Webhook before) {
        if (before.status() == Webhook.Status.ARCHIVED) {
            return Outcome.refused(EndpointTransition.ARCHIVED);
        }
        var refusal = Holder.refusal(call, rules.scopes(before.eventTypes()));
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        InstantSource clock = context.clock();
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // A clock that does not advance must not hide a change.
        var next = before.secretChangedAt().plus(1, ChronoUnit.MICROS);
        return Outcome.done(before.withSecretOf(now.isAfter(next) ? now : next));
    }

    private Future<?> ended(Transaction tx, Outcome<Change<Webhook>> changed, SecretRotation input) {
        if (!(changed instanceof Outcome.Done<Change<Webhook>>(Change<Webhook> change))) {
            return Future.succeededFuture();
        }
        var webhook = change.answer();
        var overlap =
                Duration.ofSeconds(Objects.requireNonNullElse(input.overlapSeconds(), SigningKeys.OVERLAP_SECONDS));
        return keys.end(tx, webhook.workspaceId(), webhook.id(), overlap, webhook.secretChangedAt());
    }

    /** The endpoint with its newest key, which is kept with it. */
    Future<Outcome<Change<IssuedWebhook>>> issued(
            Transaction tx, Outcome<Change<Webhook>> made, SigningKey key, SigningKeyId keyId) {
        if (!(made instanceof Outcome.Done<Change<Webhook>>(Change<Webhook> change))) {
            return Future.succeededFuture(made.map(WebhookSecrets::neverReached));
        }
        var webhook = change.answer();
        return keys.add(tx, webhook.workspaceId(), webhook.id(), keyId, key, webhook.secretChangedAt())
                .map(Outcome.done(new Change<>(IssuedWebhook.of(webhook, key.text()), change.records())));
    }

    private static Change<IssuedWebhook> neverReached(Change<Webhook> change) {
        throw new IllegalStateException(
                "what was done has been looked at: " + change.answer().id());
    }
}
