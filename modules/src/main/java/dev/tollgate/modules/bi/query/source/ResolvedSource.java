package dev.tollgate.modules.bi.query.source;

import dev.tollgate.modules.bi.name.EventName;
import dev.tollgate.modules.tracked.DefinedEvent;
import dev.tollgate.records.report.ReportColumns;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
     * @param defined those that have a definition, by name
     */
    record Events(
            List<String> names,
            SourceFields fields,
            EventColumns columns,
            FieldHashes hashes,
            ZoneId caller,
            Map<String, EventName> stored,
            Map<String, DefinedEvent> defined)
            implements ResolvedSource {

        public Events {
            names = List.copyOf(names);
            stored = Map.copyOf(stored);
            defined = Map.copyOf(defined);
        }

        @Override
        public ZoneId zone() {
            var zones =
                    defined.values().stream().map(DefinedEvent::zone).distinct().toList();
            return zones.size() == 1 ? zones.getFirst() : caller;
        }

        @Override
        public Map<String, String> units() {
            var units = new HashMap<String, String>();
            defined.values()
                    .forEach(event -> event.units()
                            .forEach((property, unit) -> units.put(SourceFields.PROPERTIES + property, unit)));
            return units;
        }

        @Override
        public String revision() {
            return new TreeMap<>(defined)
                    .values().stream()
                            .map(event -> event.name() + '@' + event.revision() + event.rehashing())
                            .collect(Collectors.joining(","));
        }

        @Override
        public Set<String> rehashing() {
            var rehashing = new HashSet<String>();
            defined.values()
                    .forEach(event ->
                            event.rehashing().forEach(property -> rehashing.add(SourceFields.PROPERTIES + property)));
            return rehashing;
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
