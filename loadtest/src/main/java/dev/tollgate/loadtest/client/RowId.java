package dev.tollgate.loadtest.client;

import java.math.BigInteger;
import java.util.UUID;

/** Ids of the public contract as rows have them: 26 letters of Crockford's base32 behind an underscore are a uuid. */
final class RowId {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BASE = ALPHABET.length();

    private RowId() {}

    static UUID of(String id) {
        var digits = new StringBuilder();
        id.substring(id.lastIndexOf('_') + 1)
                .chars()
                .forEach(letter -> digits.append(Character.forDigit(ALPHABET.indexOf(letter), BASE)));
        var number = new BigInteger(digits.toString(), BASE);
        return new UUID(number.shiftRight(Long.SIZE).longValue(), number.longValue());
    }
}
