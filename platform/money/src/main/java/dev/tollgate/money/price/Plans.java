package dev.tollgate.money.price;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plans on offer, in the order settings give them. */
public final class Plans {

    private static final long USD = 1_000_000L;

    private final Map<String, Plan> byName;

    public Plans(Collection<Plan> plans) {
        Map<String, Plan> ordered = new LinkedHashMap<>();
        plans.forEach(plan -> ordered.put(plan.name(), plan));
        byName = Collections.unmodifiableMap(ordered);
    }

    /** The plan a caller named, if there is one. */
    public Optional<Plan> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The plan a row names. That it is gone from the settings is a fault of the installation. */
    public Plan named(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("the plan " + name + " is not in the settings"));
    }

    /** All of them, in order. */
    public Collection<Plan> all() {
        return byName.values();
    }

    /** The plans Tollgate ships with. */
    public static Plans shipped() {
        return new Plans(List.of(
                new Plan("developer", 5 * USD, 5 * USD, 1, 20, 10),
                new Plan("builder", 99 * USD, 199 * USD, 2, 100, 50),
                new Plan("team", 299 * USD, 599 * USD, 5, 1_000, 500),
                new Plan("business", 799 * USD, 1_599 * USD, 20, 5_000, 2_500),
                new Plan("enterprise", 0, 0, Plan.UNLIMITED, 5_000, 2_500)));
    }
}
