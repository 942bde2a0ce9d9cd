package dev.tollgate.webhooks.subscription;

import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.ProductModule;
import java.util.HashMap;
import java.util.Map;

/** Which module an event comes from, as patterns ask. Immutable. */
public final class EventModules {

    private final Map<String, String> byResource;

    private EventModules(Map<String, String> byResource) {
        this.byResource = Map.copyOf(byResource);
    }

    /** Read off what the modules declare. */
    public static EventModules of(Iterable<? extends ProductModule> modules) {
        var byResource = new HashMap<String, String>();
        for (var module : modules) {
            for (var operation : module.operations()) {
                add(byResource, operation, module.key());
            }
            for (EventDeclaration event : module.events()) {
                byResource.put(resource(event.type()), module.key());
            }
        }
        return new EventModules(byResource);
    }

    private static void add(Map<String, String> byResource, Operation<?, ?> operation, String module) {
        var event = operation.event();
        if (event != null) {
            byResource.put(resource(event), module);
        }
    }

    /** The key of the module; of an event nobody declares, its resource. */
    public String moduleOf(String type) {
        var resource = resource(type);
        return byResource.getOrDefault(resource, resource);
    }

    private static String resource(String type) {
        var end = type.indexOf('.');
        return end < 0 ? type : type.substring(0, end);
    }
}
