package dev.tollgate.modules.analytics.definition;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.analytics.definition.EventDefinition.Status;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.table.TableDeclaration;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Decides what an edit and an approval make of a definition. Pure. */
final class DefinitionRules {

    static final TableDeclaration<EventDefinition> TABLE = EventDefinitionOperations.DEFINITIONS.table();

    static final Column<EventDefinition, Status> STATUS = TABLE.column("status", Status.class);
    static final Column<EventDefinition, List<String>> REHASHING = TABLE.column("rehashing", List.class);
    private static final Column<EventDefinition, Integer> REVISION = TABLE.column("revision", int.class);
    private static final Column<EventDefinition, JsonObject> PROPOSED = TABLE.column("proposed", JsonObject.class);

    private DefinitionRules() {}

    /** The definition after an edit of what it says with its proposal; what was approved once is proposed only. */
    static EventDefinition edited(EventDefinition before, UnaryOperator<EventDefinition> edit) {
        if (before.revision() == 0) {
            return edit.apply(before);
        }
        var after = edit.apply(DefinitionContent.withProposal(before).applyTo(before));
        var approved = DefinitionContent.of(before);
        return TABLE.copy(approved.applyTo(after))
                .set(PROPOSED, DefinitionContent.of(after).differenceFrom(approved))
                .done();
    }

    /** The definition after an approval. */
    static Outcome<EventDefinition> approved(EventDefinition before, boolean allowBreaking) {
        var proposed = DefinitionContent.withProposal(before);
        var former = before.revision() == 0 ? null : DefinitionContent.of(before);
        var change = DefinitionChange.of(former, proposed);
        if (!change.retyped().isEmpty()) {
            return Outcome.refused(new Refusal.Conflict("The type of a property cannot change: "
                    + String.join(", ", change.retyped()) + ". Use a property of another name."));
        }
        if (!change.breaking().isEmpty() && !allowBreaking) {
            return Outcome.refused(
                    new Refusal.Conflict("The approval would refuse events that are good now, or hash less, by "
                            + String.join(", ", change.breaking())
                            + ". Send allow_breaking to approve it all the same."));
        }
        if (!change.lowered().isEmpty() && !before.rehashing().isEmpty()) {
            return Outcome.refused(new Refusal.Conflict("Stored values of " + String.join(", ", before.rehashing())
                    + " are still being hashed. Approve a lower class once rehashing is empty."));
        }
        var rehashing = new TreeSet<>(before.rehashing());
        rehashing.addAll(change.raised());
        return Outcome.done(TABLE.copy(proposed.applyTo(before))
                .set(PROPOSED, null)
                .set(STATUS, Status.APPROVED)
                .set(REVISION, proposed.equals(former) ? before.revision() : before.revision() + 1)
                .set(REHASHING, List.copyOf(rehashing))
                .done());
    }

    /** The definition once it is not used any more. */
    static EventDefinition deprecated(EventDefinition before) {
        return TABLE.copy(before).set(STATUS, Status.DEPRECATED).done();
    }
}
