package dev.tollgate.modules.bi.query;

import dev.tollgate.modules.bi.event.EventName;
import dev.tollgate.records.report.ReportColumns;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source that exists and that the caller may read.
 *
 * @param zone its time zone
 * @param units of fields that have one
 * @param revision differs whenever the same query could mean something else
 * @param rehashing properties that cannot be asked for now
 * @param events the events that are counted, by name; null for other sources
 * @param asOf when rows of a dataset were computed; null for sources that are read as they are
 */
record ResolvedSource(
        InsightSource source,
        SourceFields fields,
        ReportColumns columns,
        FieldHashes hashes,
        ZoneId zone,
        Map<String, String> units,
        String revision,
        Set<String> rehashing,
        @Nullable Map<String, EventName> events,
        @Nullable Instant asOf) {}
