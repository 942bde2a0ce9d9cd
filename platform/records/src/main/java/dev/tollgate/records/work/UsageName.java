package dev.tollgate.records.work;

import dev.tollgate.contract.event.CallFacts;
import java.util.UUID;

/**
 * Names a usage event.
 *
 * @param id a UUIDv7: the same one is charged once
 * @param facts of the call, with who pays for it as its actor
 */
public record UsageName(UUID id, CallFacts facts) {}
