package dev.tollgate.records.resource;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.records.shape.Identified;

/**
 * The input of an operation on one existing record that needs nothing else.
 *
 * @param <I> the type of the record's id
 */
public record Ref<I extends Id>(I id) implements Identified {}
