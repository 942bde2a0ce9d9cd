package dev.tollgate.contract.operation;

/** Further properties of an operation. */
public enum Trait {
    /** Honours If-Match (MCP: {@code if_version}), and If-None-Match on a read. */
    CONDITIONAL,
    /** A list with the ETag of its content, which callers may keep for a time: honours If-None-Match. */
    CACHEABLE,
    /** A create that takes {@code on_existing}: {@code fail} or {@code skip}. */
    SKIPS_EXISTING,
    /** The same, and {@code update} too. */
    UPDATES_EXISTING,
    /**
     * A change that loses nothing: what it replaces was empty, can still be read, or can be set back. Any other change
     * that is no create may overwrite or delete.
     */
    LOSSLESS,
    /** Can be asked to check everything and change nothing ({@code dry_run}). */
    DRY_RUN,
    /** Refuses calls without an idempotency key. */
    KEY_REQUIRED,
    /** Its answer holds a secret: kept for replays only sealed, never audited. */
    SECRET_ANSWER,
    /** A read whose answer REST also gives as comma-separated values ({@code Accept: text/csv}). */
    CSV,
    /**
     * Sets going what is metered when it happens: refused while nothing is left to pay it with, even where the call
     * itself is free.
     */
    STARTS_CHARGES,
    /** A read whose every call has an audit entry of its own, also where the audit counts reads by the hour. */
    INDIVIDUALLY_AUDITED,
    /** May take as long by REST as over MCP. */
    LONG
}
