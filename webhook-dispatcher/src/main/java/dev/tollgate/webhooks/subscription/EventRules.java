package dev.tollgate.webhooks.subscription;

import java.util.function.BiPredicate;

/**
 * What decides whether an event is for an endpoint.
 *
 * @param wants whether a pattern wants an event type
 * @param modules where events come from, and what holders need to be sent them
 */
public record EventRules(BiPredicate<String, String> wants, EventModules modules) {}
