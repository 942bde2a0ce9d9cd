package dev.tollgate.gateway.catalogue.input;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.gateway.catalogue.schema.RecordSchemas;
import dev.tollgate.records.table.ReferenceTarget;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A field that refers to a record which has a name. Tools answer {@code stage_id} as {@code stage}, an object of ID and
 * name, and take either of both with the ID or the name.
 *
 * @param field name of the field, which ends in {@code _id}
 * @param shown the same without {@code _id}
 * @param id type of the field
 */
public record NamedReference(String field, String shown, Class<? extends Id> id, ReferenceTarget target) {

    private static final String SUFFIX = "_id";

    /** Those of a record or an input; none where another field has the shorter name. */
    public static List<NamedReference> of(Class<?> record) {
        if (!record.isRecord()) {
            return List.of();
        }
        var components = record.getRecordComponents();
        var names = Arrays.stream(components)
                .map(component -> RecordSchemas.name(component.getName()))
                .collect(Collectors.toSet());
        return Arrays.stream(components)
                .flatMap(component -> of(component).stream())
                .filter(reference -> !names.contains(reference.shown))
                .toList();
    }

    private static Optional<NamedReference> of(RecordComponent component) {
        var field = RecordSchemas.name(component.getName());
        var type = type(component);
        var target = ReferenceTarget.of(type);
        return target != null && target.name() != null && field.endsWith(SUFFIX) && Id.class.isAssignableFrom(type)
                ? Optional.of(new NamedReference(
                        field, field.substring(0, field.length() - SUFFIX.length()), type.asSubclass(Id.class), target))
                : Optional.empty();
    }

    private static Class<?> type(RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType patch
                        && patch.getRawType() == Patch.class
                        && patch.getActualTypeArguments()[0] instanceof Class<?> value
                ? value
                : component.getType();
    }

    /** The value of an ID in its text form; empty for any other text. */
    public Optional<UUID> value(String text) {
        return TypeId.parse(TypeId.prefix(id), text);
    }

    /** The text form of a value. */
    public String text(UUID value) {
        return TypeId.text(id, value);
    }

    /** Whether a text is meant to be an ID, right or wrong. */
    public boolean meansId(String text) {
        return text.startsWith(TypeId.prefix(id) + '_');
    }
}
