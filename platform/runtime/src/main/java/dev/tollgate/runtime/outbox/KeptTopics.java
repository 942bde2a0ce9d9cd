package dev.tollgate.runtime.outbox;

import java.util.Set;

/**
 * Topics whose messages are kept in {@code outbox.kept} after Kafka has acknowledged them, until their reader has
 * stored what they say: for a Kafka that may lose what it acknowledged.
 */
public record KeptTopics(Set<String> names) {

    /** None: what Kafka has acknowledged is deleted. */
    public static final KeptTopics NONE = new KeptTopics(Set.of());

    public KeptTopics {
        names = Set.copyOf(names);
    }

    boolean contains(String topic) {
        return names.contains(topic);
    }
}
