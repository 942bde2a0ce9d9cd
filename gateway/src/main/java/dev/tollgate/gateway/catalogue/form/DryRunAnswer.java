package dev.tollgate.gateway.catalogue.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.JobProgress;
import dev.tollgate.gateway.catalogue.schema.RecordSchemas;
import dev.tollgate.runtime.json.Json;
import java.util.HashSet;
import java.util.Set;

/**
 * What a dry run of a create answers: the record as it would be, without what only a stored record has: its id,
 * version, times and actor, and the progress of a job.
 */
public final class DryRunAnswer {

    /** Says in the envelope of an answer that it is one of a dry run. */
    static final String MARK = "dry_run";

    private static final Set<String> STORED =
            Set.of("id", "version", "created_at", "updated_at", "source", "last_actor");

    private static final ClassValue<Set<String>> ABSENT = new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> element) {
            var names = new HashSet<>(STORED);
            for (var component : element.getRecordComponents()) {
                if (component.isAnnotationPresent(JobProgress.class)) {
                    names.add(RecordSchemas.name(component.getName()));
                }
            }
            return names;
        }
    };

    private DryRunAnswer() {}

    /** The JSON of an answer's {@code data}, of one record or of the items of a batch. */
    static byte[] of(Class<?> element, byte[] data) {
        var whole = Json.read(data, JsonNode.class);
        if (whole instanceof ObjectNode record) {
            record.remove(ABSENT.get(element));
        } else {
            for (var item : whole) {
                if (item.path("data") instanceof ObjectNode record) {
                    record.remove(ABSENT.get(element));
                }
            }
        }
        return Json.bytes(whole);
    }

    /** The schema of a record, or of what it would be: nothing of it is certain to be there. */
    public static ObjectNode loose(ObjectNode record) {
        var loose = record.deepCopy();
        loose.remove("required");
        return loose.put("description", "A dry run answers it without id, version, times and actor.");
    }

    /** The schema of an envelope that a dry run may answer too. */
    public static ObjectNode both(ObjectNode envelope) {
        var both = envelope.deepCopy();
        var holder = (ObjectNode) both.path("properties");
        mark(holder);
        if (holder.path("data").has("items")) {
            holder = (ObjectNode) holder.path("data").path("items").path("properties");
        }
        holder.set("data", loose((ObjectNode) holder.path("data")));
        return both;
    }

    /** The schema of the envelope that only dry runs answer. */
    public static ObjectNode alone(ObjectNode envelope, ObjectNode record) {
        var alone = JsonNodeFactory.instance.objectNode().put("type", "object");
        var properties = alone.putObject("properties");
        properties.set("data", record);
        mark(properties);
        properties.set("request_id", envelope.path("properties").path("request_id"));
        alone.putArray("required").add("data").add(MARK).add("request_id");
        return alone;
    }

    private static void mark(ObjectNode properties) {
        properties
                .putObject(MARK)
                .put("type", "boolean")
                .put("description", "true: everything was checked, nothing was changed.");
    }
}
