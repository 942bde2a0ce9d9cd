package dev.tollgate.gateway.catalogue.form;

import dev.tollgate.contract.operation.Resource;
import dev.tollgate.gateway.catalogue.schema.RecordSchemas;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Fields of an answer that are whole records, such as the deal of a conversion. Pure. */
public final class AnswerParts {

    private AnswerParts() {}

    /** The class of each, by the name of its field. */
    public static Map<String, Class<?>> of(Class<?> answer) {
        return answer.isRecord()
                ? Arrays.stream(answer.getRecordComponents())
                        .filter(AnswerParts::isPart)
                        .collect(Collectors.toUnmodifiableMap(
                                component -> RecordSchemas.name(component.getName()), RecordComponent::getType))
                : Map.of();
    }

    static boolean isPart(RecordComponent component) {
        return Resource.class.isAssignableFrom(component.getType());
    }
}
