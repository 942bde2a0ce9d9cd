package dev.tollgate.modules.bi.query.source;

import dev.tollgate.modules.bi.name.EventName;
import dev.tollgate.modules.tracked.DefinedEvents;
import dev.tollgate.records.report.ReportColumns;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A source that exists and that the caller may read. */
public sealed interface ResolvedSource {

    SourceFields fields();

    ReportColumns columns();

    /** Its time zone. */
    ZoneId zone();

    /** How values of its fields are stored. */
    default FieldHashes hashes() {
        return FieldHashes.NONE;
    }

    /** Units of fields that have one. */
    default Map<String, String> units() {
        return Map.of();
    }

    /** Differs whenever the same query could mean something else. */
    default String revision() {
        return "";
    }

    /** Fields that cannot be asked for now. */
    default Set<String> rehashing() {
        return Set.of();
    }

    /**
     * Events.
     *
     * @param names of those that are counted; empty for all of the workspace
     * @param caller the time zone where the plans of the events have not one
     * @param stored those that the workspace has, by name
     * @param defined what those that have a definition say together
     */
    record Events(
            List<String> names,
            SourceFields fields,
            EventColumns columns,
            FieldHashes hashes,
            ZoneId caller,
            Map<String, EventName> stored,
            DefinedEvents defined)
            implements ResolvedSource {

        public Events {
            names = List.copyOf(names);
            stored = Map.copyOf(stored);
        }

        @Override
        public ZoneId zone() {
            return Objects.requireNonNullElse(defined.zone(), caller);
        }

        @Override
        public Map<String, String> units() {
            var units = new HashMap<String, String>();
            defined.properties().forEach((name, property) -> {
                if (property.unit() != null) {
                    units.put(SourceFields.PROPERTIES + name, property.unit());
                }
            });
            return units;
        }

        @Override
        public String revision() {
            return defined.revision();
        }

        @Override
        public Set<String> rehashing() {
            return defined.rehashing().stream()
                    .map(property -> SourceFields.PROPERTIES + property)
                    .collect(Collectors.toSet());
        }
    }

    /** Records of a kind. */
    record Records(SourceFields fields, ReportColumns columns, ZoneId zone) implements ResolvedSource {}

    /**
     * The rows of a dataset.
     *
     * @param run that has left them
     */
    record Rows(SourceFields fields, ReportColumns columns, ZoneId zone, UUID run, Instant computedAt)
            implements ResolvedSource {

        @Override
        public String revision() {
            return run.toString();
        }
    }
}
