package dev.tollgate.modules.analytics.definition;

import dev.tollgate.modules.tracked.PropertyClass;
import dev.tollgate.records.schema.FieldSchema;
import dev.tollgate.records.schema.SchemaChange;
import dev.tollgate.records.schema.SchemaLimits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an approval changes for events.
 *
 * @param retyped paths of values of another type, which no approval takes
 * @param breaking what refuses events that were good, or hashes less: only with {@code allow_breaking}
 * @param raised properties whose stored values must be hashed
 * @param lowered properties whose new values are hashed less
 */
record DefinitionChange(List<String> retyped, List<String> breaking, Set<String> raised, Set<String> lowered) {

    DefinitionChange {
        retyped = List.copyOf(retyped);
        breaking = List.copyOf(breaking);
        raised = Set.copyOf(raised);
        lowered = Set.copyOf(lowered);
    }

    /** @param before null before the first approval: events of the name may be stored with their values */
    static DefinitionChange of(@Nullable DefinitionContent before, DefinitionContent after) {
        if (before == null) {
            var hashed = after.classes().fieldNames().stream()
                    .filter(name -> after.classOf(name) != PropertyClass.NONE)
                    .toList();
            return new DefinitionChange(List.of(), List.of(), Set.copyOf(hashed), Set.of());
        }
        var was = FieldSchema.stored(before.schema(), SchemaLimits.EVENT);
        var is = FieldSchema.stored(after.schema(), SchemaLimits.EVENT);
        var breaking = new ArrayList<>(SchemaChange.narrower(was, is));
        var raised = new LinkedHashSet<String>();
        var lowered = new LinkedHashSet<String>();
        Stream.concat(before.classes().fieldNames().stream(), after.classes().fieldNames().stream())
                .distinct()
                .forEach(name -> {
                    int more = after.classOf(name).compareTo(before.classOf(name));
                    if (more > 0) {
                        raised.add(name);
                    } else if (more < 0) {
                        lowered.add(name);
                        breaking.add("classes." + name);
                    }
                });
        return new DefinitionChange(SchemaChange.retyped(was, is), breaking, raised, lowered);
    }
}
