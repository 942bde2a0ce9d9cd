package dev.tollgate.billing.intake;

import dev.tollgate.contract.operation.ProductModule;
import java.util.HashMap;
import java.util.Map;

/** Which module an operation belongs to: usage is summed by it. */
public final class OperationModules {

    /** The word for an operation that no module of this process declares. */
    static final String UNKNOWN = "other";

    private final Map<String, String> byOperation = new HashMap<>();

    public OperationModules(Iterable<? extends ProductModule> modules) {
        modules.forEach(module -> {
            module.operations().forEach(operation -> byOperation.put(operation.name(), module.key()));
            module.chargedBesides().forEach(name -> byOperation.put(name, module.key()));
        });
    }

    public String of(String operation) {
        return byOperation.getOrDefault(operation, UNKNOWN);
    }
}
