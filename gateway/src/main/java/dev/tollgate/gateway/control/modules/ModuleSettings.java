package dev.tollgate.gateway.control.modules;

import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a module does by itself in a workspace, as it is stored.
 *
 * @param rules null for none
 */
record ModuleSettings(@Nullable List<EventRule> rules) {

    static final ModuleSettings NONE = new ModuleSettings(null);

    ModuleSettings {
        rules = rules == null || rules.isEmpty() ? null : List.copyOf(rules);
    }

    static ModuleSettings of(@Nullable JsonObject stored) {
        return stored == null ? NONE : Json.read(stored.toBuffer(), ModuleSettings.class);
    }

    JsonObject stored() {
        return Json.object(this);
    }

    /** These, or others where the call names some; no rules at all remove them. */
    ModuleSettings with(@Nullable List<EventRule> others) {
        return others == null ? this : new ModuleSettings(others);
    }
}
