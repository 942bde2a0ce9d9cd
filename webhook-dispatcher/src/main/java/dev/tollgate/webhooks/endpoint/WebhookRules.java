package dev.tollgate.webhooks.endpoint;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.webhooks.SigningKeyId;
import dev.tollgate.webhooks.address.AddressGuard;
import dev.tollgate.webhooks.signature.SigningKey;
import dev.tollgate.webhooks.subscription.EventPattern;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What callers may say about an endpoint beyond what its schema tells; all faults together. Pure. */
final class WebhookRules {

    private static final String SECRET_FORM = "must be whsec_ and 24 to 64 bytes in base64";

    private final EventTypes events;
    private final AddressGuard guard;

    WebhookRules(EventTypes events, AddressGuard guard) {
        this.events = events;
        this.guard = guard;
    }

    /** What is wrong; what is null was not said. */
    List<FieldError> faults(@Nullable String url, @Nullable List<String> eventTypes, @Nullable String secret) {
        var faults = new ArrayList<FieldError>();
        if (url != null) {
            guard.fault(url).ifPresent(fault -> faults.add(new FieldError("url", fault)));
        }
        for (int at = 0; eventTypes != null && at < eventTypes.size(); at++) {
            var field = "event_types[" + at + "]";
            faultOfPattern(eventTypes.get(at)).ifPresent(fault -> faults.add(new FieldError(field, fault)));
        }
        if (secret != null && SigningKey.parsed("", secret).isEmpty()) {
            faults.add(new FieldError("secret", SECRET_FORM));
        }
        return faults;
    }

    /** What a credential must hold to be sent all that these patterns cover. */
    Set<Scope> scopes(Collection<String> patterns) {
        return scopes(events, patterns);
    }

    /** The same by these types; a pattern that names none covers what nobody declares. */
    static Set<Scope> scopes(EventTypes events, Collection<String> patterns) {
        return patterns.stream()
                .flatMap(text -> {
                    var named = named(events, text).map(EventType::scope).toList();
                    return named.isEmpty() ? Stream.of(EventTypes.UNDECLARED) : named.stream();
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<EventType> named(EventTypes events, String text) {
        return EventPattern.parse(text).stream()
                .flatMap(pattern ->
                        events.all().values().stream().filter(event -> pattern.matches(event.type(), event.module())));
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

    private Optional<String> faultOfPattern(String text) {
        if (EventPattern.parse(text).isEmpty()) {
            return Optional.of(
                    "must be an event type such as task.created, or all of a module or resource such as crm.*");
        }
        return named(events, text).findAny().isPresent()
                ? Optional.empty()
                : Optional.of("matches no event type; GET /v1/event-types lists them");
    }
}
