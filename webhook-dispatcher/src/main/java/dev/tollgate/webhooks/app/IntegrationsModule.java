package dev.tollgate.webhooks.app;

import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.secret.SecretsDeclaration;
import dev.tollgate.webhooks.endpoint.TestEvents;
import dev.tollgate.webhooks.endpoint.WebhookOperations;
import dev.tollgate.webhooks.endpoint.Webhooks;
import dev.tollgate.webhooks.eventtype.EventTypeOperations;
import dev.tollgate.webhooks.eventtype.EventTypeQueries;
import dev.tollgate.webhooks.eventtype.Publications;
import dev.tollgate.webhooks.eventtype.Registrations;
import dev.tollgate.webhooks.history.Deliveries;
import dev.tollgate.webhooks.history.DeliveryOperations;
import dev.tollgate.webhooks.replay.ReplayOperations;
import dev.tollgate.webhooks.replay.Replays;
import dev.tollgate.webhooks.settlement.AttemptUsage;
import dev.tollgate.webhooks.settlement.DispatcherAudit;
import dev.tollgate.webhooks.subscription.SigningKeys;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/**
 * Integrations: event types, events of callers and webhooks as callers see them, in the process that takes the calls.
 */
public final class IntegrationsModule implements ServedModule {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String key() {
        return "integrations";
    }

    @Override
    public String title() {
        return "Integrations";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return Stream.of(EventTypeOperations.ALL, WebhookOperations.ALL, DeliveryOperations.ALL, ReplayOperations.ALL)
                .<Operation<?, ?>>flatMap(List::stream)
                .toList();
    }

    @Override
    public List<String> chargedBesides() {
        return List.of(AttemptUsage.OPERATION);
    }

    @Override
    public List<String> auditedBesides() {
        return DispatcherAudit.ACTIONS;
    }

    @Override
    public List<EventDeclaration> events() {
        return WebhookEvents.ALL;
    }

    @Override
    public Deployable verticle(PlatformContext context) {
        return _ -> {
            var settings = context.settings();
            var box = settings.get(SecretsDeclaration.class).toBox(RANDOM);
            var guard = settings.get(WebhooksDeclaration.class).toGuard();
            var bus = context.bus();
            new Webhooks(context, guard, new SigningKeys(box), RANDOM).serve(bus);
            new TestEvents(context).serve(bus);
            new Deliveries(context).serve(bus);
            new Replays(context).serve(bus);
            new EventTypeQueries(context).serve(bus);
            new Registrations(context).serve(bus);
            new Publications(context).serve(bus);
            return Future.succeededFuture();
        };
    }
}
