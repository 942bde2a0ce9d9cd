package dev.tollgate.gateway.console.page;

/** The sessions of the person, to be ended. */
public record SessionsView(Shell shell, ShownTable sessions) {}
