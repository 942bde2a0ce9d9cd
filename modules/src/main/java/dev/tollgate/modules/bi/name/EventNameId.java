package dev.tollgate.modules.bi.name;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The subject of jobs about a name of events. Follows from the name. */
@IdPrefix("evn")
public record EventNameId(UUID value) implements Id {

    public static EventNameId of(String name) {
        return new EventNameId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return text();
    }
}
