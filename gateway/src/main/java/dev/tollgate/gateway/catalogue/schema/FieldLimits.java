package dev.tollgate.gateway.catalogue.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.InstanceAttributeOverrideV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import dev.tollgate.contract.operation.Patch;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Limits the generator does not read by itself: those of the value inside a {@link Patch}, and that a text which must
 * not be blank contains more than white space. A limit that a component would lose is a fault of its declaration.
 */
public record FieldLimits(Components components) implements InstanceAttributeOverrideV2<FieldScope> {

    public static final String NOT_BLANK = "\\S";

    @Override
    public void overrideInstanceAttributes(ObjectNode schema, FieldScope field, SchemaGenerationContext context) {
        if (components.losesLimits(field)) {
            throw new IllegalArgumentException(field.getRawMember()
                    + " does not inherit the limits inside that component of " + components.about() + ": repeat them");
        }
        var inside = field.isFakeContainerItemScope()
                ? null
                : inside(field.getRawMember().getAnnotatedType());
        if (inside != null) {
            limits(
                    schema,
                    inside,
                    Collection.class.isAssignableFrom(field.getType().getErasedType()));
        }
        var pattern = schema.path("pattern").asText();
        if (pattern.equals(NOT_BLANK)) {
            return;
        }
        if (!pattern.isEmpty()) {
            schema.put("pattern", whole(pattern));
        }
        if (mustNotBeBlank(field, inside)) {
            (pattern.isEmpty() ? schema : schema.withArray("allOf").addObject()).put("pattern", NOT_BLANK);
        }
    }

    private boolean mustNotBeBlank(FieldScope field, @Nullable AnnotatedElement inside) {
        if (field.isFakeContainerItemScope()) {
            return field.getContainerItemAnnotation(NotBlank.class) != null
                    || (!components.filters(field) && components.ofElements(field, NotBlank.class) != null);
        }
        return has(field.getRawMember(), inside, NotBlank.class)
                || (!components.filters(field) && components.annotation(field, NotBlank.class) != null);
    }

    /** Whether a patched field must have a value: then null does not clear it. */
    boolean mustHaveValue(FieldScope field) {
        var component = field.getRawMember();
        var inside = inside(component.getAnnotatedType());
        return has(component, inside, NotNull.class)
                || has(component, inside, NotBlank.class)
                || components.required(field);
    }

    /** An annotation means the whole text, a schema any part of it. */
    private static String whole(String pattern) {
        return pattern.startsWith("^") ? pattern : "^(" + pattern + ")$";
    }

    private static void limits(ObjectNode schema, AnnotatedElement value, boolean list) {
        var size = value.getAnnotation(Size.class);
        if (size != null && size.min() > 0) {
            schema.put(list ? "minItems" : "minLength", size.min());
        }
        if (size != null && size.max() < Integer.MAX_VALUE) {
            schema.put(list ? "maxItems" : "maxLength", size.max());
        }
        var min = value.getAnnotation(Min.class);
        if (min != null) {
            schema.put("minimum", min.value());
        }
        var max = value.getAnnotation(Max.class);
        if (max != null) {
            schema.put("maximum", max.value());
        }
        var pattern = value.getAnnotation(Pattern.class);
        if (pattern != null) {
            schema.put("pattern", pattern.regexp());
        }
    }

    /** The type of the value that a patch holds; null for what is no patch. */
    static @Nullable AnnotatedType inside(AnnotatedType type) {
        return type instanceof AnnotatedParameterizedType patch
                        && patch.getType() instanceof ParameterizedType raw
                        && raw.getRawType() == Patch.class
                ? patch.getAnnotatedActualTypeArguments()[0]
                : null;
    }

    private static boolean has(
            AnnotatedElement component, @Nullable AnnotatedElement inside, Class<? extends Annotation> limit) {
        return component.isAnnotationPresent(limit) || (inside != null && inside.isAnnotationPresent(limit));
    }
}
