package dev.tollgate.billing.statement;

import jakarta.validation.constraints.Pattern;

/**
 * Which month.
 *
 * @param month such as {@code 2026-11}
 */
public record StatementMonth(
        @Pattern(regexp = "[0-9]{4}-(0[1-9]|1[0-2])") String month) {}
