package dev.tollgate.gateway.console.view;

import dev.tollgate.gateway.answer.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A page that could not be shown, and why.
 *
 * @param hint what may help; null for nothing
 */
public record RefusedView(
        Shell shell, Problem problem, @Nullable String hint) {}
