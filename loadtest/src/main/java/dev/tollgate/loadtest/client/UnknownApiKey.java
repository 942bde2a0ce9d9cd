package dev.tollgate.loadtest.client;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/** Well-formed API keys that were never issued. */
public final class UnknownApiKey {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LETTERS = 30;
    private static final int SUM_LETTERS = 6;

    private UnknownApiKey() {}

    /** A random key with a valid checksum. */
    public static String mint(RandomGenerator random) {
        var text = new StringBuilder("tgk_");
        for (int at = 0; at < RANDOM_LETTERS; at++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        var crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        var sum = new StringBuilder();
        long rest = crc.getValue();
        for (int at = 0; at < SUM_LETTERS; at++) {
            sum.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return text.append(sum.reverse()).toString();
    }
}
