package dev.tollgate.contract.reference;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** Id of an asset. */
@IdPrefix("ast")
@RecordOf(value = "assets.asset", name = "name", heldBy = "cms.asset_ref.asset_id")
public record AssetId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
