package dev.tollgate.webhooks.subscription;

import java.util.function.BiPredicate;

/**
 * Rules that decide whether an endpoint receives an event.
 *
 * @param wants whether a pattern wants an event type
 * @param modules where events come from, and what holders need to be sent them
 */
public record EventRules(BiPredicate<String, String> wants, EventModules modules) {}
