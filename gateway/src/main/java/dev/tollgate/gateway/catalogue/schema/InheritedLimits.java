package dev.tollgate.gateway.catalogue.schema;

import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Limits of an input by jakarta-validation, with those that {@link Components} inherit. */
final class InheritedLimits extends JakartaValidationModule {

    private final Components components;

    InheritedLimits(Components components) {
        super(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS);
        this.components = components;
    }

    @Override
    protected <A extends Annotation> @Nullable A getAnnotationFromFieldOrGetter(
            MemberScope<?, ?> member, Class<A> annotation, Function<A, Class<?>[]> groups) {
        var own = super.getAnnotationFromFieldOrGetter(member, annotation, groups);
        if (own != null || !inherits(member, annotation)) {
            return own;
        }
        return member.isFakeContainerItemScope()
                ? components.ofElements(member, annotation)
                : components.annotation(member, annotation);
    }

    /** A filter keeps no more than the length: what no record can hold is simply not found. */
    private boolean inherits(MemberScope<?, ?> member, Class<? extends Annotation> annotation) {
        return annotation == Size.class || !components.filters(member);
    }

    @Override
    protected @Nullable Integer resolveStringMinLength(MemberScope<?, ?> member) {
        return components.filters(member) ? null : super.resolveStringMinLength(member);
    }
}
