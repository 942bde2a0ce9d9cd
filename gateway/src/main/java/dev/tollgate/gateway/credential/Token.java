package dev.tollgate.gateway.credential;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The secret of one credential or invitation: four characters that name its kind, thirty random ones, six of CRC32 over
 * all before them, in base62. {@link #parse} refuses malformed text without a look-up. {@link #toString} never shows
 * the secret.
 *
 * @param text the secret itself; goes to the one who asked for it and nowhere else
 */
public record Token(Kind kind, String text) {

    /** Kind of a token, by what it authenticates. */
    public enum Kind {
        API_KEY("tgk_"),
        MCP_CLIENT("tgm_"),
        OPERATOR("tga_"),
        /** No credential: what an invitation is accepted with, once. */
        INVITATION("tgi_");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        public String prefix() {
            return prefix;
        }
    }

    /** Length of every token. */
    public static final int LENGTH = 40;

    private static final int PREFIX_LENGTH = 4;
    private static final int SHOWN_LENGTH = 12;
    private static final int SUM_LENGTH = 6;
    private static final int SUM_AT = LENGTH - SUM_LENGTH;
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int[] CRC = crcTable();
    private static final Pattern ANYWHERE = Pattern.compile("(tg[a-z]_[0-9A-Za-z]{8})[0-9A-Za-z]{28}");

    public Token {
        if (text.length() != LENGTH || !text.startsWith(kind.prefix())) {
            throw new IllegalArgumentException("not a token of kind " + kind);
        }
    }

    /** A new token; {@code random} must be fit for secrets. */
    public static Token mint(Kind kind, RandomGenerator random) {
        var text = new StringBuilder(LENGTH).append(kind.prefix());
        while (text.length() < SUM_AT) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new Token(kind, text.append(checksum(text)).toString());
    }

    /** The token that {@code text} is, or empty for anything else: wrong length, kind, letter or checksum. */
    public static Optional<Token> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        for (var kind : Kind.values()) {
            if (text.startsWith(kind.prefix())) {
                return isWhole(text) ? Optional.of(new Token(kind, text)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** A text of others, such as a URL, with no more of any token in it than lists show. */
    public static String masked(String text) {
        return ANYWHERE.matcher(text).replaceAll("$1…");
    }

    /** The first twelve characters: enough for a person to tell tokens apart, and shown in lists. */
    public String shown() {
        return text.substring(0, SHOWN_LENGTH);
    }

    @Override
    public String toString() {
        return shown() + "…";
    }

    private static boolean isWhole(String text) {
        for (int at = PREFIX_LENGTH; at < SUM_AT; at++) {
            if (!isBase62(text.charAt(at))) {
                return false;
            }
        }
        return text.startsWith(checksum(text), SUM_AT);
    }

    private static boolean isBase62(char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
    }

    private static String checksum(CharSequence text) {
        int crc = ~0;
        for (int at = 0; at < SUM_AT; at++) {
            crc = (crc >>> 8) ^ CRC[(crc ^ text.charAt(at)) & 0xff];
        }
        long rest = Integer.toUnsignedLong(~crc);
        var sum = new char[SUM_LENGTH];
        for (int at = SUM_LENGTH - 1; at >= 0; at--) {
            sum[at] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(sum);
    }

    /** The table of the reflected polynomial of IEEE 802.3, as java.util.zip.CRC32 has it, without its byte arrays. */
    private static int[] crcTable() {
        var table = new int[256];
        for (int index = 0; index < table.length; index++) {
            int crc = index;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0xedb88320;
            }
            table[index] = crc;
        }
        return table;
    }
}
