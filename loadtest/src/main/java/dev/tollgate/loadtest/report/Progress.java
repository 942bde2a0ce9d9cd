package dev.tollgate.loadtest.report;

/** What a run prints while it measures. */
public final class Progress {

    private Progress() {}

    public static void say(String line) {
        System.out.println("  " + line);
    }
}
