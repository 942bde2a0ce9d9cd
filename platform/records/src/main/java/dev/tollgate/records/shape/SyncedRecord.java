package dev.tollgate.records.shape;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonView;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A record that another system may have a name for. The name is unique in the workspace among the records of its table,
 * which {@code records.synced} prepares for it and for lists of changes.
 */
public interface SyncedRecord extends StoredRecord {

    @JsonPropertyDescription("The other system that the record is synchronized with, such as erp. With external_id.")
    @Size(min = 1, max = 64) @JsonView(Bookkeeping.class)
    @Nullable String externalSource();

    @JsonPropertyDescription("ID of the record in external_source, unique there. With external_source.")
    @Size(min = 1, max = 255) @JsonView(Bookkeeping.class)
    @Nullable String externalId();
}
