package dev.tollgate.records.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Before and after of the records of one call, changed fields only: {@code {"records": [{"resource_type",
 * "resource_id", "before", "after"}]}}. Texts are shown as {@link dev.tollgate.contract.operation.AuditedAs} says.
 */
public final class AuditBody {

    private static final String RECORDS = "records";

    private final ArrayNode changes = Json.MAPPER.createArrayNode();

    /** Adds a record; one that is the same before and after leaves nothing. */
    public void add(String resourceType, String resourceId, @Nullable Object before, @Nullable Object after) {
        if (Objects.equals(before, after)) {
            return;
        }
        var was = tree(before);
        var is = tree(after);
        if (was != null && is != null) {
            keepDifferent(was, is);
        }
        var type = Objects.requireNonNull(after == null ? before : after).getClass();
        AuditForms.apply(type, was);
        AuditForms.apply(type, is);
        var change = changes.addObject().put("resource_type", resourceType).put("resource_id", resourceId);
        change.set("before", was);
        change.set("after", is);
    }

    /**
     * Adds a record that is new.
     *
     * @param json the record as {@link Json#text} has it
     */
    public void addNew(String resourceType, String resourceId, Object record, String json) {
        if (AuditForms.declaredBy(record.getClass())) {
            add(resourceType, resourceId, null, record);
        } else {
            changes.addObject()
                    .put("resource_type", resourceType)
                    .put("resource_id", resourceId)
                    .putNull("before")
                    .putRawValue("after", new RawValue(json));
        }
    }

    private static @Nullable ObjectNode tree(@Nullable Object record) {
        return record == null ? null : Json.MAPPER.valueToTree(record);
    }

    private static void keepDifferent(ObjectNode was, ObjectNode is) {
        for (var property : was.deepCopy().properties()) {
            JsonNode now = is.get(property.getKey());
            if (now != null && now.equals(property.getValue())) {
                was.remove(property.getKey());
                is.remove(property.getKey());
            }
        }
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The text that is stored, and that the digest in the entry is taken over. */
    public String text() {
        return Json.text(Map.of(RECORDS, changes));
    }

    /** The digest of a stored text. */
    public static Buffer digest(String text) {
        return Buffer.buffer(Sha256.of(text));
    }
}
