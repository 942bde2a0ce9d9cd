package dev.tollgate.modules.assets;

/** Names of files that are safe to show and to store: no path, no hidden characters, nothing that a system reserves. */
final class FileNames {

    private FileNames() {}

    /** What is wrong with a file name; empty for a good one. */
    static String fault(String name) {
        if (hasHidden(name)) {
            return "must have no control or direction characters";
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            return "must be a name without a path: no / and no \\";
        }
        return name.equals(".") || name.equals("..") || !name.strip().equals(name)
                ? "must not be . or .., and must not begin or end with a space"
                : "";
    }

    /** Whether a text has characters that are not shown, or that turn the direction of those behind them. */
    static boolean hasHidden(String text) {
        return text.codePoints().anyMatch(FileNames::isHidden);
    }

    private static boolean isHidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> !isJoiner(character);
            default -> false;
        };
    }

    /** Joiners belong to emoji and to several scripts. */
    private static boolean isJoiner(int character) {
        return character == 0x200D || character == 0x200C;
    }
}
