package dev.tollgate.modules.analytics.check;

/** The approved definition of an event, as events are checked by it, with the enforcement of its plan. */
public record CheckRule(
        int revision, boolean deprecated, EventEnforcement enforcement, CompiledDefinition definition) {}
