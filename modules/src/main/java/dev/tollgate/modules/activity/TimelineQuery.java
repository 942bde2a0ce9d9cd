package dev.tollgate.modules.activity;

import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The activities and events of a contact or company.
 *
 * @param scopes those of the caller: only events that need one of these are shown
 */
public record TimelineQuery(
        @Nullable Integer limit,
        @Nullable String cursor,
        @Nullable ContactId contactId,
        @Nullable CompanyId companyId,
        List<String> scopes) {

    public TimelineQuery {
        scopes = List.copyOf(scopes);
    }
}
