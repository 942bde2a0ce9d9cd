package dev.tollgate.webhooks.subscription;

import dev.tollgate.contract.event.EventPattern;
import java.util.HashMap;
import java.util.Map;

/** Cache of matches between patterns and event types, of which there are few. Used on one event loop. */
public final class PatternCache {

    private static final int PAIRS_MAX = 20_000;

    private record Pair(String pattern, String type) {}

    private final EventModules modules;
    private final Map<Pair, Boolean> known = new HashMap<>();

    public PatternCache(EventModules modules) {
        this.modules = modules;
    }

    /** A pattern that is none wants nothing. */
    public boolean wants(String pattern, String type) {
        if (known.size() >= PAIRS_MAX) {
            known.clear();
        }
        return known.computeIfAbsent(new Pair(pattern, type), this::matches);
    }

    private boolean matches(Pair pair) {
        return EventPattern.parse(pair.pattern())
                .map(pattern -> pattern.matches(pair.type(), modules.moduleOf(pair.type())))
                .orElse(false);
    }
}
