package dev.tollgate.gateway.catalogue.input;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.gateway.catalogue.schema.RecordSchemas;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes inputs whose only field is the id in the path, without a document in between. What is not the text form of such
 * an id is left to the schema, which names the fault. Immutable.
 *
 * @param <I> the input record
 */
final class IdInput<I> {

    private final String prefix;
    private final MethodHandle ofUuid;

    private IdInput(Class<?> id, MethodHandle ofUuid) {
        this.prefix = TypeId.prefix(id);
        this.ofUuid = ofUuid;
    }

    /** Null where inputs have other fields, or come from more than the path. */
    static <I> @Nullable IdInput<I> of(Shape<I> input, Route route) {
        var components = input.type().getRecordComponents();
        var names = route.parameters();
        if (components == null
                || components.length != 1
                || names.size() != 1
                || !RecordSchemas.name(components[0].getName()).equals(names.getFirst())) {
            return null;
        }
        var id = type(input, components[0]);
        var ofUuid = Id.class.isAssignableFrom(id) && id.isRecord() ? ofUuid(input, components[0], id) : null;
        return ofUuid == null ? null : new IdInput<>(id, ofUuid);
    }

    private static Class<?> type(Shape<?> input, RecordComponent component) {
        return component.getGenericType() instanceof TypeVariable<?>
                        && input.arguments().size() == 1
                ? input.arguments().getFirst()
                : component.getType();
    }

    private static @Nullable MethodHandle ofUuid(Shape<?> input, RecordComponent component, Class<?> id) {
        var lookup = MethodHandles.publicLookup();
        try {
            var idOfUuid = lookup.findConstructor(id, MethodType.methodType(void.class, UUID.class));
            var inputOfId =
                    lookup.findConstructor(input.type(), MethodType.methodType(void.class, component.getType()));
            return MethodHandles.filterArguments(
                            inputOfId, 0, idOfUuid.asType(MethodType.methodType(component.getType(), UUID.class)))
                    .asType(MethodType.methodType(Object.class, UUID.class));
        } catch (ReflectiveOperationException notPublic) {
            return null;
        }
    }

    /** The input with this id; null for a text that is no such id. */
    @SuppressWarnings("unchecked") // the handle ends in the constructor of the input record
    @Nullable I read(String text) {
        var uuid = TypeId.parse(prefix, text);
        if (uuid.isEmpty()) {
            return null;
        }
        try {
            return (I) (Object) ofUuid.invokeExact(uuid.get());
        } catch (Throwable broken) {
            throw new IllegalStateException(prefix + " cannot be made of a uuid", broken);
        }
    }
}
