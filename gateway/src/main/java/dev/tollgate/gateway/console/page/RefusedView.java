package dev.tollgate.gateway.console.page;

import dev.tollgate.gateway.answer.Problem;

/** A page that could not be shown, and why. */
public record RefusedView(Shell shell, Problem problem) {}
