package dev.tollgate.modules.activity;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.records.consume.ConsumedEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record that was deleted.
 *
 * @param id of a contact or company, by which entries of others refer to it; null for any other record
 */
record DeletedRecord(String type, String text, @Nullable UUID id) {

    static final String CONTACT = "contact";
    static final String COMPANY = "company";

    static DeletedRecord of(ConsumedEvent event) {
        var type = event.event().resourceType();
        return new DeletedRecord(type, event.event().resourceId(), id(type, TypedReferences.of(event)));
    }

    private static @Nullable UUID id(String type, TypedReferences references) {
        return switch (type) {
            case CONTACT -> value(references.contact());
            case COMPANY -> value(references.company());
            default -> null;
        };
    }

    private static @Nullable UUID value(@Nullable Id id) {
        return id == null ? null : id.value();
    }

    boolean isOf(String wanted) {
        return type.equals(wanted) && id != null;
    }
}
