package dev.tollgate.modules.assets.storage;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** A blob, as the subject of the job that deletes it. */
@IdPrefix("blb")
public record BlobId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
