package dev.tollgate.gateway.credential;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Address ranges from which a credential may be used; no range means any address. */
public record AllowedAddresses(List<AddressRange> ranges) {

    /** From everywhere. */
    public static final AllowedAddresses ALL = new AllowedAddresses(List.of());

    public AllowedAddresses {
        ranges = List.copyOf(ranges);
    }

    static AllowedAddresses of(String @Nullable [] ranges) {
        return ranges == null
                ? ALL
                : new AllowedAddresses(
                        Arrays.stream(ranges).map(AddressRange::parse).toList());
    }

    /** Whether it may be used from this address. */
    public boolean hold(String address) {
        if (ranges.isEmpty()) {
            return true;
        }
        var bytes = AddressRange.bytes(address);
        return bytes != null && ranges.stream().anyMatch(range -> range.holds(bytes));
    }
}
