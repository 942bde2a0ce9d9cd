package dev.tollgate.loadtest.baselines.postgres;

import java.util.concurrent.ThreadLocalRandom;

/** Ids as long as the gateway's: a prefix and 26 characters. */
final class Ids {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int CHARACTERS = 26;
    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;
    private static final int PER_LONG = Long.SIZE / BITS;

    private Ids() {}

    static String next(String prefix) {
        var random = ThreadLocalRandom.current();
        var text = new StringBuilder(prefix.length() + CHARACTERS).append(prefix);
        long bits = 0;
        for (int i = 0; i < CHARACTERS; i++) {
            if (i % PER_LONG == 0) {
                bits = random.nextLong();
            }
            text.append(ALPHABET.charAt((int) (bits & MASK)));
            bits >>>= BITS;
        }
        return text.toString();
    }
}
