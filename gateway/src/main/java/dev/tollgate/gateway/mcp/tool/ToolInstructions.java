package dev.tollgate.gateway.mcp.tool;

/** What all tools have in common, for the instructions of the server: it is in no tool's schema. */
public final class ToolInstructions {

    /** The instructions, for a model. */
    public static final String TEXT = """
            Tools of one Tollgate workspace. get_workspace tells the time, what this credential may do and, with \
            usage:read, what is left to spend. Every call is metered: _meta tells its cost.
            Writes take idempotency_key, a text of your choice: within 24 hours, calls with the same key take \
            effect once. Give one to every write, and repeat it when an answer was lost.
            if_version: the call fails with version_conflict unless the record is at this version. dry_run: true checks \
            everything and changes nothing. update_ tools keep the fields you leave out; null clears one. The items of a \
            batch (at most 100) take the fields of the tool for one.
            Lists give limit (1 to 100, default 25) results and total (total_at_least if not all were counted); pass \
            next_cursor of an answer as cursor for the next page. Filters match exact values, all of them; query matches \
            beginnings of words, in any case. sort takes created_at or updated_at; - in front is descending.
            References are answered as {id, name}: stage, not stage_id. An argument such as stage_id takes the ID or a unique \
            name, and may be called stage: {"stage": "Won"}. related_type and related_id are for things elsewhere.
            Every tool takes detailed: true, to get times, actor and source too, and fields, a list of names to get beside \
            id and version.
            custom_fields is a flat object of your own names with text, number or boolean; an update merges it by name, a \
            list filters by it: {"tier": "gold"}.
            To synchronize, create and update take external_source and external_id, unique together, creates on_existing \
            (fail, update, skip), lists both IDs, updated_since and deleted.
            Times are RFC 3339 with an offset, such as 2026-12-04T09:30:00Z; a day alone is its start in the \
            time zone of get_workspace. IDs are used as they were given.
            A refused call has isError; its code is stable, its detail and field_errors say what to do, also without money.""";

    private ToolInstructions() {}
}
