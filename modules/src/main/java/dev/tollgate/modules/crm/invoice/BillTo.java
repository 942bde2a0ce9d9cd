package dev.tollgate.modules.crm.invoice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.shape.EmailAddress;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whom an invoice is sent to. On an invoice it has a name. */
public record BillTo(
        @JsonPropertyDescription("Name.") @Size(min = 1, max = 200) @Nullable String name,

        @JsonPropertyDescription("Email.") @Size(max = EmailAddress.CHARS_MAX) @Nullable String email,

        @JsonPropertyDescription("Address.") @Size(max = 500) @Nullable String address,

        @JsonPropertyDescription("Tax ID.") @Size(max = 32) @Nullable String taxId) {

    private static final Pattern ADDRESS = Pattern.compile(EmailAddress.PATTERN);

    static final BillTo NOBODY = new BillTo(null, null, null, null);

    public BillTo {
        email = EmailAddress.lowerCase(email);
    }

    /** What is wrong with it, as a call gave it. */
    List<FieldError> faults() {
        return email == null || ADDRESS.matcher(email).matches()
                ? List.of()
                : List.of(new FieldError("bill_to.email", "must be an e-mail address, such as ada@example.org"));
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
