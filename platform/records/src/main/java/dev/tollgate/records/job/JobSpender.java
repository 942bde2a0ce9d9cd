package dev.tollgate.records.job;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.money.budget.CredentialBudget;
import org.jspecify.annotations.Nullable;

/**
 * Who set a job that costs: usage names them, and its runs count against their budget.
 *
 * @param budget null for none
 */
public record JobSpender(Actor actor, @Nullable CredentialBudget budget) {}
