-- Lists of the audit of a tenant, which have the entries of all its workspaces, in the order of lists: without it each
-- workspace was looked at by itself. Segments without entries, such as all where reads are counted by the hour, have none.
CREATE INDEX IF NOT EXISTS call_segment_entries_of_tenant ON records.call_segment (tenant_id, last_id) WHERE entries > 0;
