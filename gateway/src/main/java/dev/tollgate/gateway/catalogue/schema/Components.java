package dev.tollgate.gateway.catalogue.schema;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.github.victools.jsonschema.generator.MemberScope;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.records.page.ListQuery;
import dev.tollgate.records.shape.CustomFields;
import jakarta.validation.Constraint;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the description and limits of record components. Sources, in this order: the component; the interface method
 * that it implements; for an input, the component of the same name of the record that the operation gives. So a field
 * of a resource is described once, on its record.
 *
 * @param about the record that the operation gives; null for schemas of answers, which inherit from interfaces only
 */
public record Components(@Nullable Class<?> about) {

    /** Ends the name of the type of an id. */
    private static final String ID = "Id";

    /** Begins the description that a filter takes from the field it looks at. */
    public static final String FILTER = "Filter by the exact value: ";

    /** Describes custom fields, wherever they are. */
    static final String CUSTOM_FIELDS = "Custom fields: a flat object of text, numbers and booleans.";

    /** Ends the description of a time that callers send. */
    public static final String DAY =
            "A day, such as 2026-12-04, is its start in the workspace's time zone (UTC without a workspace).";

    /** Ends the description of a field that a patch can clear. */
    public static final String CLEARED = " Null clears it.";

    /** An annotation of a component or of what it inherits from; null where there is none. */
    <A extends Annotation> @Nullable A annotation(MemberScope<?, ?> member, Class<A> annotation) {
        var own = own(member, annotation);
        return own != null ? own : inherited(member, annotation);
    }

    /** An annotation of the elements of a list, as the record has it; null where there is none. */
    <A extends Annotation> @Nullable A ofElements(MemberScope<?, ?> list, Class<A> annotation) {
        return source(list) instanceof Field component
                        && component.getAnnotatedType() instanceof AnnotatedParameterizedType type
                        && Collection.class.isAssignableFrom(component.getType())
                ? type.getAnnotatedActualTypeArguments()[0].getAnnotation(annotation)
                : null;
    }

    private static <A extends Annotation> @Nullable A own(MemberScope<?, ?> member, Class<A> annotation) {
        if (!(member.getRawMember() instanceof Field component)) {
            return null;
        }
        var own = component.getAnnotation(annotation);
        return own != null ? own : ofInterfaces(component.getDeclaringClass(), component.getName(), annotation);
    }

    private static <A extends Annotation> @Nullable A ofInterfaces(
            Class<?> type, String component, Class<A> annotation) {
        for (var parent : type.getInterfaces()) {
            var declared = Arrays.stream(parent.getDeclaredMethods())
                    .filter(method -> method.getName().equals(component) && method.getParameterCount() == 0)
                    .map(method -> method.getAnnotation(annotation))
                    .filter(found -> found != null)
                    .findFirst();
            var found = declared.orElseGet(() -> ofInterfaces(parent, component, annotation));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private <A extends Annotation> @Nullable A inherited(MemberScope<?, ?> member, Class<A> annotation) {
        var source = source(member);
        if (about == null || source == null) {
            return null;
        }
        var found = source.getAnnotation(annotation);
        return found != null ? found : ofInterfaces(about, member.getDeclaredName(), annotation);
    }

    /** The component of the record that this component of an input stands for. */
    private @Nullable AnnotatedElement source(MemberScope<?, ?> member) {
        if (about == null || member.getDeclaringType().getErasedType() == about) {
            return null;
        }
        return Arrays.stream(about.getDeclaredFields())
                .filter(field -> field.getName().equals(member.getDeclaredName()))
                .findFirst()
                .orElse(null);
    }

    /** Whether the component looks for records instead of making or changing one: any text may be looked for. */
    boolean filters(MemberScope<?, ?> member) {
        return ListQuery.class.isAssignableFrom(member.getDeclaringType().getErasedType()) && source(member) != null;
    }

    /** Whether the record always has a value there, so that a patch cannot clear it. */
    boolean required(MemberScope<?, ?> member) {
        return source(member) instanceof Field component
                && component.getType() != CustomFields.class
                && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /**
     * Whether the record limits something inside the component that is not inherited, such as the values of a map, and
     * the component does not limit it itself.
     */
    boolean losesLimits(MemberScope<?, ?> member) {
        if (filters(member)
                || !(source(member) instanceof Field theirs)
                || !(member.getRawMember() instanceof Field ours)) {
            return false;
        }
        var own = ours.getAnnotatedType();
        var patched = FieldLimits.inside(own);
        return limitsInside(theirs.getAnnotatedType()) && !limitsInside(patched == null ? own : patched);
    }

    /** Whether a type argument has a limit, but for those of {@link #ofElements}. */
    private static boolean limitsInside(AnnotatedType type) {
        if (!(type instanceof AnnotatedParameterizedType outer)) {
            return false;
        }
        var list = outer.getType() instanceof ParameterizedType raw
                && Collection.class.isAssignableFrom((Class<?>) raw.getRawType());
        return Arrays.stream(outer.getAnnotatedActualTypeArguments())
                .anyMatch(argument -> (!list && isLimited(argument)) || hasLimit(argument));
    }

    /** Whether an argument of the type has a limit, at any depth. */
    private static boolean hasLimit(AnnotatedType type) {
        return type instanceof AnnotatedParameterizedType outer
                && Arrays.stream(outer.getAnnotatedActualTypeArguments())
                        .anyMatch(argument -> isLimited(argument) || hasLimit(argument));
    }

    private static boolean isLimited(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(Constraint.class));
    }

    /** The description of the component; null if it has none. */
    @Nullable String description(MemberScope<?, ?> member) {
        var text = text(member);
        return about == null || !isTime(member) ? text : text == null ? DAY : text + ' ' + DAY;
    }

    private static boolean isTime(MemberScope<?, ?> member) {
        return member.getRawMember() instanceof Field component && holds(component, Instant.class);
    }

    /** Whether a component is of this type, or a patch of it. */
    private static boolean holds(Field component, Class<?> type) {
        return component.getType() == type
                || (component.getGenericType() instanceof ParameterizedType patch
                        && patch.getActualTypeArguments()[0] == type);
    }

    private @Nullable String text(MemberScope<?, ?> member) {
        var own = own(member, JsonPropertyDescription.class);
        if (own != null) {
            return own.value();
        }
        if (about != null && member.getDeclaredName().equals("id")) {
            return "ID of the " + noun(member.getType().getErasedType(), about) + '.';
        }
        var inherited = inherited(member, JsonPropertyDescription.class);
        if (inherited != null) {
            return worded(member, inherited.value());
        }
        return member.getRawMember() instanceof Field component && holds(component, CustomFields.class)
                ? worded(member, CUSTOM_FIELDS)
                : null;
    }

    private String worded(MemberScope<?, ?> member, String description) {
        if (filters(member)) {
            return FILTER + continued(description);
        }
        var type = member.getRawMember() instanceof Field component ? component.getType() : null;
        if (type != Patch.class || required(member)) {
            return description;
        }
        return source(member) instanceof Field field && field.getType() == CustomFields.class
                ? description + " Merged by name: null removes one, others stay."
                : description + CLEARED;
    }

    /** A description behind a colon: in lower case, unless it begins with an abbreviation. */
    private static String continued(String description) {
        return description.length() > 1 && !Character.isUpperCase(description.charAt(1))
                ? description.substring(0, 1).toLowerCase(Locale.ROOT) + description.substring(1)
                : description;
    }

    /** What an id identifies, by its type, or else what the operation gives. */
    private static String noun(Class<?> type, Class<?> about) {
        var name = type.getSimpleName();
        var record = Id.class.isAssignableFrom(type) && name.endsWith(ID) && !name.equals(ID)
                ? name.substring(0, name.length() - ID.length())
                : about.getSimpleName();
        return RecordSchemas.name(record).replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
