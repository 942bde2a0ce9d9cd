package dev.tollgate.modules.crm;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Whom an invoice is sent to. On an invoice it has a name. */
public record BillTo(
        @JsonPropertyDescription("Name.") @Size(min = 1, max = 200) @Nullable String name,

        @JsonPropertyDescription("E-mail address, such as ada@example.org.")
        @Pattern(regexp = Contact.EMAIL) @Size(max = 254) @Nullable String email,

        @JsonPropertyDescription("Postal address.") @Size(max = 500) @Nullable String address,

        @JsonPropertyDescription("Tax number.") @Size(max = 32) @Nullable String taxId) {

    static final BillTo NOBODY = new BillTo(null, null, null, null);

    public BillTo {
        email = Contact.lowerCase(email);
    }

    /** The same with what is missing taken from another. */
    BillTo orElse(BillTo other) {
        return new BillTo(
                name == null ? other.name : name,
                email == null ? other.email : email,
                address == null ? other.address : address,
                taxId == null ? other.taxId : taxId);
    }
}
