package dev.tollgate.modules.analytics.check;

import dev.tollgate.modules.analytics.hash.KeyedHashes;
import dev.tollgate.modules.tracked.ClearEvent;
import dev.tollgate.modules.tracked.EventFault;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.modules.tracked.EventStorage;
import dev.tollgate.modules.tracked.EventVerdict;
import dev.tollgate.modules.tracked.FaultKind;
import dev.tollgate.modules.tracked.HashedEvent;
import dev.tollgate.modules.tracked.HeldChecks;
import dev.tollgate.records.schema.FieldCheck;
import dev.tollgate.records.schema.FieldFault;
import dev.tollgate.records.schema.PatternSteps;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks and hashes events of one call by the rules of its workspace. Without I/O. */
public final class EventCheck {

    /** Faults of one event that are told. */
    public static final int FAULTS_MAX = 20;

    private static final String NAME = "name";
    private static final String OCCURRED_AT = "occurred_at";

    private final CheckRules rules;
    private final KeyedHashes hashes;
    private final Instant now;
    private final Set<String> unnamed;
    private final PatternSteps steps = new PatternSteps();

    /** @param unnamed names that can get no number in the workspace */
    public EventCheck(CheckRules rules, KeyedHashes hashes, Instant now, Set<String> unnamed) {
        this.rules = rules;
        this.hashes = hashes;
        this.now = now;
        this.unnamed = unnamed;
    }

    /** What the patterns of all checks have cost; see {@link PatternSteps}. */
    public long steps() {
        return steps.taken();
    }

    /** What becomes of an event, and what of it may be stored. */
    public EventVerdict verdict(ClearEvent event) {
        var rule = rules.byName().get(event.name());
        var faults = faultsBesideProperties(event.name(), event.occurredAt(), rule);
        var properties = new PropertyNames(hashes).safe(event.properties());
        var hashing = new PropertyHashing(hashes, rules.classes(event.name()));
        var stored = hashing.of(properties, List.of());
        var ofProperties = rule == null
                ? List.<FieldFault>of()
                : FieldCheck.ofProperties(rule.definition().schema(), properties, steps);
        ofProperties.forEach(fault -> faults.add(fault(fault)));
        hashing.suspected()
                .forEach(path -> faults.add(new EventFault(
                        path, FaultKind.SUSPECTED_PII, "has an e-mail address or a card number: give it a class")));
        var held = new HeldChecks(hashing.hashed(), faulty(ofProperties, hashing.hashed(), rule));
        return verdict(hashed(event, rule == null ? 0 : rule.revision(), stored), storage(faults, rule), faults, held);
    }

    private EventVerdict verdict(
            HashedEvent event, EventStorage storage, List<EventFault> faults, @Nullable HeldChecks held) {
        return new EventVerdict(
                event,
                storage,
                faults.subList(0, Math.min(faults.size(), FAULTS_MAX)),
                storage == EventStorage.QUARANTINED ? held : null,
                rules.governed() && !faults.isEmpty());
    }

    private HashedEvent hashed(ClearEvent event, int revision, JsonObject properties) {
        return new HashedEvent(
                event.index(),
                event.name(),
                event.occurredAt(),
                event.eventId() == null ? null : hashes.eventId(event.eventId()),
                event.actor() == null ? null : hashes.actor(event.actor()),
                revision,
                properties);
    }

    private List<EventFault> faultsBesideProperties(String name, Instant occurredAt, @Nullable CheckRule rule) {
        var faults = new ArrayList<EventFault>();
        if (occurredAt.isBefore(now.minus(EventLimits.RETENTION))) {
            faults.add(new EventFault(
                    OCCURRED_AT, FaultKind.TOO_OLD, "must be within " + EventLimits.RETENTION.toDays() + " days"));
        }
        if (occurredAt.isAfter(now.plus(EventLimits.AHEAD_MAX))) {
            faults.add(new EventFault(
                    OCCURRED_AT,
                    FaultKind.FUTURE,
                    "must be at most " + EventLimits.AHEAD_MAX.toMinutes() + " minutes ahead"));
        }
        if (unnamed.contains(name)) {
            faults.add(new EventFault(
                    NAME, FaultKind.TOO_MANY_NAMES, "must be one of the workspace's " + EventLimits.NAMES_MAX));
        }
        if (rule == null && rules.unplanned() != Unplanned.ACCEPT) {
            faults.add(new EventFault(NAME, FaultKind.UNPLANNED, "must have an approved definition"));
        }
        if (rule != null && rule.deprecated()) {
            faults.add(new EventFault(NAME, FaultKind.DEPRECATED, "is deprecated: stop sending it"));
        }
        return faults;
    }

    private static EventFault fault(FieldFault fault) {
        return new EventFault(
                fault.path(),
                switch (fault.kind()) {
                    case MISSING -> FaultKind.MISSING;
                    case TYPE -> FaultKind.TYPE;
                    case VALUE -> FaultKind.VALUE;
                    case EXTRA -> FaultKind.EXTRA;
                },
                fault.message());
    }

    /** The hashed properties that have a fault, with what they were checked by. */
    private static Map<String, String> faulty(List<FieldFault> faults, List<String> hashed, @Nullable CheckRule rule) {
        var faulty = new HashMap<String, String>();
        for (var name : hashed) {
            if (rule != null && faults.stream().anyMatch(fault -> isOf(fault.path(), name))) {
                faulty.put(name, rule.definition().digests().getOrDefault(name, ""));
            }
        }
        return faulty;
    }

    private static boolean isOf(String path, String property) {
        var root = FieldCheck.PROPERTIES + '.' + property;
        return path.equals(root) || path.startsWith(root + '.') || path.startsWith(root + '[');
    }

    private EventStorage storage(List<EventFault> faults, @Nullable CheckRule rule) {
        if (faults.stream().allMatch(fault -> fault.kind().isNotice())) {
            return EventStorage.COUNTED;
        }
        if (!rules.governed()) {
            return EventStorage.NO;
        }
        var unplanned = faults.stream().anyMatch(fault -> fault.kind() == FaultKind.UNPLANNED);
        var enforcement =
                unplanned ? rules.unplanned().enforcement() : rule == null ? rules.otherwise() : rule.enforcement();
        return switch (enforcement) {
            case OBSERVE ->
                faults.stream().anyMatch(fault -> fault.kind().isUnstorable())
                        ? EventStorage.QUARANTINED
                        : EventStorage.COUNTED;
            case QUARANTINE -> EventStorage.QUARANTINED;
            case BLOCK -> EventStorage.NO;
        };
    }

    /**
     * A held event as it can be stored now; null while it is bad. What is hashed in it cannot be checked again: it is
     * good unless it was faulty by the schema that its property still has.
     */
    public @Nullable HashedEvent released(HashedEvent held, HeldChecks checks) {
        var rule = rules.byName().get(held.name());
        var bad = faultsBesideProperties(held.name(), held.occurredAt(), rule).stream()
                .anyMatch(fault -> !fault.kind().isNotice());
        if (bad || (rule != null && !isGood(held.properties(), checks, rule))) {
            return null;
        }
        var hashing = new PropertyHashing(
                hashes, rule == null ? Map.of() : rule.definition().classes());
        return new HashedEvent(
                held.index(),
                held.name(),
                held.occurredAt(),
                held.eventId(),
                held.actor(),
                rule == null ? 0 : rule.revision(),
                hashing.of(held.properties(), checks.hashed()));
    }

    private boolean isGood(JsonObject properties, HeldChecks checks, CheckRule rule) {
        var digests = rule.definition().digests();
        return checks.faulty().entrySet().stream()
                        .noneMatch(faulty -> faulty.getValue().equals(digests.getOrDefault(faulty.getKey(), "")))
                && FieldCheck.ofProperties(rule.definition().schema(), properties, steps).stream()
                        .allMatch(fault -> checks.hashed().stream().anyMatch(name -> isOf(fault.path(), name))
                                && fault.kind() != FieldFault.Kind.EXTRA);
    }
}
