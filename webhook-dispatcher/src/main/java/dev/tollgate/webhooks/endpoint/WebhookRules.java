package dev.tollgate.webhooks.endpoint;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.EventPattern;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.webhooks.SigningKeyId;
import dev.tollgate.webhooks.address.AddressGuard;
import dev.tollgate.webhooks.signature.SigningKey;
import dev.tollgate.webhooks.subscription.EventModules;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Validation of an endpoint beyond its schema; reports all faults together. Pure. */
final class WebhookRules {

    private static final String SECRET_FORM = "must be whsec_ and 24 to 64 bytes in base64";

    private final EventModules modules;
    private final AddressGuard guard;

    WebhookRules(EventTypes events, AddressGuard guard) {
        this.modules = EventModules.of(events);
        this.guard = guard;
    }

    /**
     * All faults; null means that the field is absent.
     *
     * @param known the event types of the workspace
     */
    List<FieldError> faults(
            EventTypes known, @Nullable String url, @Nullable List<String> eventTypes, @Nullable String secret) {
        var faults = new ArrayList<FieldError>();
        if (url != null) {
            guard.fault(url).ifPresent(fault -> faults.add(new FieldError("url", fault)));
        }
        for (int at = 0; eventTypes != null && at < eventTypes.size(); at++) {
            var field = "event_types[" + at + "]";
            faultOfPattern(known, eventTypes.get(at)).ifPresent(fault -> faults.add(new FieldError(field, fault)));
        }
        if (secret != null && SigningKey.parsed("", secret).isEmpty()) {
            faults.add(new FieldError("secret", SECRET_FORM));
        }
        return faults;
    }

    /** The scopes that a credential needs for all events that these patterns cover. */
    Set<Scope> scopes(Collection<String> patterns) {
        return modules.scopesOf(patterns);
    }

    /** The form of a faultless URL that is kept. */
    String canonical(String url) {
        return guard.canonical(url).toString();
    }

    /** The key of a faultless secret, or a new one. */
    static SigningKey key(SigningKeyId id, @Nullable String secret, SecureRandom random) {
        return Optional.ofNullable(secret)
                .flatMap(text -> SigningKey.parsed(id.text(), text))
                .orElseGet(() -> SigningKey.random(id.text(), random));
    }

    private static Optional<String> faultOfPattern(EventTypes known, String text) {
        var parsed = EventPattern.parse(text);
        if (parsed.isEmpty()) {
            return Optional.of(
                    "must be an event type such as task.created, or all of a module or resource such as crm.*");
        }
        var pattern = parsed.get();
        return known.all().values().stream().anyMatch(event -> pattern.matches(event.type(), event.module()))
                ? Optional.empty()
                : Optional.of("matches no event type; GET /v1/event-types lists them");
    }
}
