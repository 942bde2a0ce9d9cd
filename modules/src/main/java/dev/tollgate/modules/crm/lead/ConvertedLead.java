package dev.tollgate.modules.crm.lead;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.modules.crm.contact.Company;
import dev.tollgate.modules.crm.contact.Contact;
import dev.tollgate.modules.crm.deal.Deal;
import org.jspecify.annotations.Nullable;

/** A lead after its conversion, with what it became. Id and version are the lead's. */
public record ConvertedLead(
        LeadId id,

        @JsonPropertyDescription("Version of the lead.") long version,

        @JsonPropertyDescription("The lead.") Lead lead,

        @JsonPropertyDescription("The contact that it became.")
        Contact contact,

        @JsonPropertyDescription("The company, if there is one.") @Nullable Company company,

        @JsonPropertyDescription("The deal, if one was made.") @Nullable Deal deal)
        implements Resource {

    ConvertedLead(Lead lead, Contact contact, @Nullable Company company, @Nullable Deal deal) {
        this(lead.id(), lead.version(), lead, contact, company, deal);
    }

    /** The same with another state of the lead. */
    ConvertedLead with(Lead other) {
        return new ConvertedLead(other, contact, company, deal);
    }
}
