package dev.tollgate.contract.event;

import java.util.UUID;

/**
 * Refused calls of one credential, operation, code and second, or of unknown callers and a minute, for the audit.
 *
 * @param id UUIDv7 of the first of them
 * @param call the first of them
 * @param code the code of the refusal
 * @param count how many there were
 */
public record RefusalRecorded(UUID id, CallFacts call, String code, long count) {}
