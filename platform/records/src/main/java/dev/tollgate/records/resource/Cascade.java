package dev.tollgate.records.resource;

import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.records.table.PartsDeletion;
import dev.tollgate.records.work.RecordChange;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Records of another resource that are deleted together with the record they refer to, audited and announced one by
 * one. While more than {@code max} refer to it, the deletion is refused.
 *
 * @param parts their family, which must have a {@code delete}
 * @param column the column of theirs that holds the id of the deleted record
 */
public record Cascade(Supplier<? extends ResourceOperations<?, ?>> parts, String column, int max) {

    PartsDeletion on(Tables tables) {
        return deletion(tables, parts.get());
    }

    private <P extends SyncedRecord> PartsDeletion deletion(Tables tables, ResourceOperations<?, P> family) {
        var table = tables.table(family.table());
        var delete = family.deletion();
        var event = Objects.requireNonNull(delete.event());
        return (transaction, call, whole) -> table.deleteNaming(transaction, call, column, whole, max)
                .map(deleted -> deleted.stream()
                        .map(part -> RecordChange.deleted(part).as(delete.resource(), event))
                        .toList());
    }
}
